import doctest
from pathlib import Path

import periodic_tasks


def test_the_example_in_the_readme_does_what_it_says() -> None:
    readme = Path(periodic_tasks.__file__).with_name("README.md")

    result = doctest.testfile(str(readme), module_relative=False)

    assert result.attempted > 8
    assert result.failed == 0
