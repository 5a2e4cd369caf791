"""What the databases hold of a tenant: to see that nothing has changed, and what must not be told."""

from collections.abc import Mapping

from stories.databases import Databases
from stories.urls import SERVICES

_TABLES = """
    SELECT table_name AS name, array_agg(column_name::text) AS columns FROM information_schema.columns
    WHERE table_schema = 'public' GROUP BY table_name ORDER BY table_name
"""


class Records:
    """All rows of all services that belong to a tenant."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._tables: dict[str, dict[str, set[str]]] = {}

    async def of(self, tenant: str) -> Mapping[str, str]:
        """Service and table → number and fingerprint of the tenant's rows."""
        found: dict[str, str] = {}
        for service in SERVICES:
            parts = [
                f"SELECT '{table}' AS name, count(*) || ' rows ' || coalesce(md5(string_agg(md5(t::text), '' "
                f"ORDER BY t::text)), '') AS state FROM {table} t WHERE {_tenant_of(columns)} = $1"
                for table, columns in (await self._of_tenants(service)).items()
            ]
            rows = await self._databases.rows(service, " UNION ALL ".join(parts), tenant)
            found |= {f"{service}.{row['name']}": row["state"] for row in rows}
        return found

    async def ids(self, tenant: str, *, venue_id: str | None = None) -> set[str]:
        """The ids of the tenant's things; with `venue_id` only of things that carry this venue."""
        found = set() if venue_id is None else {venue_id}
        needed = {"id"} if venue_id is None else {"id", "venue_id"}
        for service in SERVICES:
            for table, columns in (await self._of_tenants(service)).items():
                if not needed <= columns:
                    continue
                query = f"SELECT id FROM {table} WHERE {_tenant_of(columns)} = $1"
                limit = () if venue_id is None else (venue_id,)
                rows = await self._databases.rows(
                    service, query + (" AND venue_id = $2" if limit else ""), tenant, *limit
                )
                found |= {row["id"] for row in rows}
        return found

    async def _of_tenants(self, service: str) -> Mapping[str, set[str]]:
        if service not in self._tables:
            rows = await self._databases.rows(service, _TABLES)
            tables = {row["name"]: set(row["columns"]) for row in rows}
            self._tables[service] = {
                name: columns for name, columns in tables.items() if columns & {"tenant_id", "tenant"}
            }
        return self._tables[service]


def _tenant_of(columns: set[str]) -> str:
    return "tenant_id" if "tenant_id" in columns else "tenant"
