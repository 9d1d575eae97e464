"""Names that people give: to themselves, to dashboards, to tokens.

`visible` says which texts can be names at all, `confusable` which of them look alike. May import
`pydash_app.{errors,text_forms}`; knows neither the database nor whom the names belong to.
"""

from pydash_app.naming.confusable import TABLE, make_skeleton
from pydash_app.naming.visible import check_visible_name

__all__ = ["TABLE", "check_visible_name", "make_skeleton"]
