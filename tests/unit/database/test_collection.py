"""One contract for the original collection on dictionaries and for ours on BTrees."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import ZODB
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from multi_indexed_collection import DuplicateIndexError, MultiIndexedCollection
from persistent import Persistent

from pydash_app.database import Database, Root
from pydash_app.database.collection import MultiIndexedPersistentCollection


class Thing(Persistent):
    """An entity with two keys besides its id."""

    def __init__(self, id: str, name: str | None, code: str | None = None) -> None:  # noqa: A002
        self.id = id
        self.name = name
        self.code = code


KEYS = ("id", "name", "code")
MakeCollection = Callable[[], Any]


@pytest.fixture(params=["original", "persistent"])
def make_collection(request: pytest.FixtureRequest) -> MakeCollection:
    if request.param == "original":
        return lambda: MultiIndexedCollection(KEYS)
    return lambda: MultiIndexedPersistentCollection(KEYS)


def test_an_item_is_found_by_each_of_its_keys(make_collection: MakeCollection) -> None:
    things, thing = make_collection(), Thing("1", "alice", "c")
    things.add(thing)
    assert things.find("id", "1") is things.find("name", "alice") is thing
    assert things.get("code", "c") is thing
    assert things.get("name", "bob") is None
    assert things.get("name", "bob", "none") == "none"
    assert len(things) == 1
    with pytest.raises(KeyError):
        things.find("name", "bob")


def test_an_item_is_updated_and_removed(make_collection: MakeCollection) -> None:
    things, thing = make_collection(), Thing("1", "alice", "c")
    things.add(thing)
    thing.name = "anna"
    things.update_item(thing)
    assert things.get("name", "alice") is None
    assert things.find("name", "anna") is thing
    things.remove(thing)
    assert len(things) == 0
    assert things.get("id", "1") is None
    with pytest.raises(KeyError):
        things.remove(thing)


def test_a_key_of_another_item_is_refused(make_collection: MakeCollection) -> None:
    things = make_collection()
    things.add(Thing("1", "alice", "c"))
    with pytest.raises(DuplicateIndexError):
        things.add(Thing("2", "alice", "d"))
    assert len(things) == 1
    assert things.get("id", "2") is None
    assert things.get("code", "d") is None


@pytest.fixture
def things() -> MultiIndexedPersistentCollection:
    return MultiIndexedPersistentCollection(KEYS)


def test_items_without_a_key_do_not_collide(things: MultiIndexedPersistentCollection) -> None:
    first, second = Thing("1", "alice"), Thing("2", None)
    things.add(first)
    things.add(second)
    things.add(Thing("3", None))
    assert things.get("name", None) is None
    second.name, first.name = "bob", None
    things.update_item(second)
    things.update_item(first)
    assert things.get("name", "alice") is None
    assert things.find("name", "bob") is second


def test_a_refused_update_leaves_the_index_as_it_was(
    things: MultiIndexedPersistentCollection,
) -> None:
    first, second = Thing("1", "alice", "c"), Thing("2", "bob", "d")
    things.add(first)
    things.add(second)
    second.code, second.name = "e", "alice"
    with pytest.raises(DuplicateIndexError):
        things.update_item(second)
    assert things.find("name", "alice") is first
    assert things.find("name", "bob") is second
    assert things.get("code", "e") is None
    assert things.find("code", "d") is second


def test_updating_an_item_that_is_not_there_is_refused(
    things: MultiIndexedPersistentCollection,
) -> None:
    with pytest.raises(KeyError):
        things.update_item(Thing("1", "alice"))


def test_adding_an_item_twice_keeps_one(things: MultiIndexedPersistentCollection) -> None:
    thing = Thing("1", "alice")
    things.add(thing)
    things.add(thing)
    assert [item.id for item in things] == ["1"]


def test_it_can_not_be_copied(things: MultiIndexedPersistentCollection) -> None:
    with pytest.raises(TypeError):
        things.copy()


class CollectionMachine(RuleBasedStateMachine):
    """Ours against a plain dictionary of items."""

    def __init__(self) -> None:
        super().__init__()
        self.things = MultiIndexedPersistentCollection(KEYS)
        self.model: dict[str, tuple[str | None, str | None]] = {}

    ids = st.sampled_from("1234")
    keys = st.sampled_from([None, "a", "b", "c"])

    def is_free(self, own_id: str, name: str | None, code: str | None) -> bool:
        others = [keys for other, keys in self.model.items() if other != own_id]
        return all(
            (name is None or name != other_name) and (code is None or code != other_code)
            for other_name, other_code in others
        )

    @rule(own_id=ids, name=keys, code=keys)
    def add(self, own_id: str, name: str | None, code: str | None) -> None:
        if own_id in self.model:
            return
        if self.is_free(own_id, name, code):
            self.things.add(Thing(own_id, name, code))
            self.model[own_id] = (name, code)
        else:
            with pytest.raises(DuplicateIndexError):
                self.things.add(Thing(own_id, name, code))

    @precondition(lambda self: self.model)
    @rule(data=st.data(), name=keys, code=keys)
    def update(self, data: st.DataObject, name: str | None, code: str | None) -> None:
        own_id = data.draw(st.sampled_from(sorted(self.model)))
        thing = self.things.find("id", own_id)
        thing.name, thing.code = name, code
        if self.is_free(own_id, name, code):
            self.things.update_item(thing)
            self.model[own_id] = (name, code)
        else:
            with pytest.raises(DuplicateIndexError):
                self.things.update_item(thing)
            thing.name, thing.code = self.model[own_id]

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        own_id = data.draw(st.sampled_from(sorted(self.model)))
        self.things.remove(self.things.find("id", own_id))
        del self.model[own_id]

    @invariant()
    def finds_what_the_model_holds(self) -> None:
        assert [thing.id for thing in self.things] == sorted(self.model)
        assert len(self.things) == len(self.model)
        for index, position in (("name", 0), ("code", 1)):
            for key in "abc":
                owners = [own for own, keys in self.model.items() if keys[position] == key]
                found = self.things.get(index, key)
                assert ([] if found is None else [found.id]) == owners


TestCollection = CollectionMachine.TestCase


def test_items_survive_the_process(tmp_path: Path) -> None:
    path = str(tmp_path / "data.fs")
    database = Database(ZODB.DB(path))

    def fill(root: Root) -> None:
        root["things"] = MultiIndexedPersistentCollection(KEYS)
        for number in range(200):
            root["things"].add(Thing(f"{number:03}", f"name {number}", None))

    def rename(root: Root) -> None:
        thing = root["things"].find("name", "name 7")
        thing.name = "seven"
        root["things"].update_item(thing)
        root["things"].remove(root["things"].find("id", "000"))

    database.write(fill)
    database.write(rename)
    database.close()
    reopened = Database(ZODB.DB(path))
    found = reopened.read(
        lambda root: (
            root["things"].find("name", "seven").id,
            root["things"].get("name", "name 7"),
            len(root["things"]),
            len(list(root["things"])),
        )
    )
    reopened.close()
    assert found == ("007", None, 199, 199)


def test_adding_to_two_thousand_items_loads_few_objects(tmp_path: Path) -> None:
    database = Database(ZODB.DB(str(tmp_path / "data.fs")))

    def fill(root: Root) -> None:
        root["things"] = MultiIndexedPersistentCollection(KEYS)
        for number in range(2000):
            root["things"].add(Thing(f"{number:05}", f"name {number:05}"))

    database.write(fill)
    database._zodb.cacheMinimize()

    def add(root: Any) -> int:
        root._p_jar.getTransferCounts(clear=True)
        root["things"].add(Thing("x", "y"))
        loads, _stores = root._p_jar.getTransferCounts()
        return int(loads)

    loads = database.write(add)
    database.close()
    assert 0 < loads < 30
