"""Re-opens the export that Flask-MonitoringDashboard (FMD) lost in 2.1.

`extension` adds the routes, `proof` says who may ask, `reading` alone touches FMD's database,
`pages` and `legacy` write the two wire formats. Imports FMD only when it is bound to an app,
because FMD opens its database as soon as its models are imported. Writes nothing, anywhere.
"""

from fmd_export.extension import FMDExport, UnsafeTokenError, bind

__all__ = ["FMDExport", "UnsafeTokenError", "bind"]
