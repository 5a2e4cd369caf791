"""One table: what was measured, against what, and whether it reaches the aim."""

from rich.console import Console
from rich.table import Table

from benchmarks.figures import median, percentile
from benchmarks.late import Told
from benchmarks.run import Figures, mean_of

CREATE_AIM = 0.25
LATE_AIM_MS = 100
RESIDENT_AIM_MB = 200
FLOOR_MS = 17


def show(console: Console, figures: Figures) -> bool:
    """Print the table; True when every aim is reached."""
    grid = Table(title="Benchmarks", title_style="bold", title_justify="left")
    for column in ("what", "measured", "against", "ratio", "aim"):
        grid.add_column(column)
    rows = [*_create(figures), *_availability(figures), *_late(figures), *_resident(figures)]
    for what, measured, against, ratio, aim, reached in rows:
        mark = "" if reached is None else (" [green]✓[/]" if reached else " [red]short[/]")
        grid.add_row(what, measured, against, ratio, aim + mark)
    console.print(grid)
    _where_the_time_goes(console, figures)
    return all(row[-1] is not False for row in rows)


Row = tuple[str, str, str, str, str, bool | None]


def _create(figures: Figures) -> list[Row]:
    http, raw = median([rate.per_second for rate in figures.over_http]), median(figures.raw)
    took = [second for rate in figures.over_http for second in rate.seconds]
    alone = median([rate.per_second for rate in figures.alone])
    took_alone = [second for rate in figures.alone for second in rate.seconds]
    runs = ", ".join(
        f"{rate.per_second:.0f}/{sql:.0f}" for rate, sql in zip(figures.over_http, figures.raw, strict=True)
    )
    return [
        (
            "create a booking over HTTP, everything on",
            f"{http:.0f}/s (p50 {_ms(took, 0.5)}, p99 {_ms(took, 0.99)})",
            f"raw SQL, same rows: {raw:.0f}/s",
            f"{http / raw:.0%}",
            f"≥ {CREATE_AIM:.0%}",
            http / raw >= CREATE_AIM,
        ),
        (f"   the {len(figures.raw)} runs, HTTP/raw", runs, "", "", "", None),
        (
            "   the same, policy and notify stopped",
            f"{alone:.0f}/s (p50 {_ms(took_alone, 0.5)}, p99 {_ms(took_alone, 0.99)})",
            "",
            f"{alone / raw:.0%}",
            "",
            None,
        ),
    ]


def _availability(figures: Figures) -> list[Row]:
    rate = figures.availability
    if rate is None:
        return []
    measured = f"{rate.per_second:.0f}/s (p50 {_ms(rate.seconds, 0.5)}, p99 {_ms(rate.seconds, 0.99)})"
    return [("availability of a day, 20 tables", measured, "", "", "", None)]


def _late(figures: Figures) -> list[Row]:
    rows: list[Row] = []
    for per_second, told in figures.late.items():
        p99 = percentile(told.total, 0.99) * 1000
        last = per_second == max(figures.late)
        rows.append(
            (
                f"late → mail accepted, {per_second}/s ({len(told.total)} guests, {told.missing} untold)",
                f"p50 {_ms(told.total, 0.5)}, p99 {_ms(told.total, 0.99)}",
                f"bare prototype: p99 {FLOOR_MS} ms" if last else "",
                f"{p99 / FLOOR_MS:.1f}×" if last else "",
                f"p99 ≤ {LATE_AIM_MS} ms" if last else "",
                (p99 <= LATE_AIM_MS and not told.missing) if last else (False if told.missing else None),
            )
        )
    return rows


def _resident(figures: Figures) -> list[Row]:
    return [
        (
            f"resident memory of {name} after it all",
            f"{size:.0f} MB",
            "",
            "",
            f"< {RESIDENT_AIM_MB} MB",
            size < RESIDENT_AIM_MB,
        )
        for name, size in figures.resident.items()
    ]


def _where_the_time_goes(console: Console, figures: Figures) -> None:
    for how, tables in (("everything on", figures.cpu), ("policy and notify stopped", figures.cpu_alone)):
        shares = sorted(mean_of(tables).items(), key=lambda item: -item[1])
        told = ", ".join(f"{name} {milliseconds:.2f}" for name, milliseconds in shares)
        console.print(f"processor time of one booking, {how} (ms, all parts on one machine): {told}", soft_wrap=True)
    for per_second, hops in figures.late.items():
        console.print(f"late → told at {per_second}/s: {_hops(hops)}", soft_wrap=True)


def _hops(told: Told) -> str:
    return "; ".join(
        f"{hop} p50 {_ms(found, 0.5)}, p99 {_ms(found, 0.99)}" for hop, found in told.hops.items() if found
    )


def _ms(seconds: list[float], share: float) -> str:
    return f"{percentile(seconds, share) * 1000:.1f} ms" if seconds else "–"
