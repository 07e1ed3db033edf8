"""The bars: median, with a whisker from the worst to the best round; who has failed has none."""

from pathlib import Path

from bench.results import Spread, has_failed, spread, values

# GitHub shows the same picture on white and on black: a grey that can be read on both, and on both kinds of bars.
TEXT = "#757a83"
OURS = "#7db4f5"
PEERS = "#c3c7cd"


def draw(workload: dict, path: Path) -> None:
    """Writes an SVG of a few KiB, the same bytes for the same results: no date, no random ids, text as text."""
    import matplotlib
    from matplotlib.figure import Figure

    first = workload["metrics"][0]
    names = workload["lesson"] + workload["peers"]
    failed = [has_failed(workload, who) for who in names]
    spreads = [
        Spread(0, 0, 0) if none else spread(values(workload, who, first["key"])) for who, none in zip(names, failed)
    ]
    style = {
        "svg.fonttype": "none",
        "svg.hashsalt": "netlessons",
        "font.family": "sans-serif",
        "font.size": 10,
        "text.color": TEXT,
        "axes.labelcolor": TEXT,
        "axes.edgecolor": TEXT,
        "xtick.color": TEXT,
        "ytick.color": TEXT,
    }
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(7, 0.8 + 0.36 * len(names)), layout="constrained")
        axes = figure.add_subplot()
        axes.barh(
            names,
            [s.median for s in spreads],
            height=0.62,
            color=[OURS if who in workload["lesson"] else PEERS for who in names],
            xerr=[[s.median - s.low for s in spreads], [s.high - s.median for s in spreads]],
            error_kw={"ecolor": TEXT, "elinewidth": 1.5, "capsize": 3},
        )
        for position, (s, none) in enumerate(zip(spreads, failed)):
            axes.annotate(
                "failed" if none else f"{s.median:{first['format']}}",
                (s.high, position),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
        axes.invert_yaxis()  # the first on top
        axes.set_xlim(0, 1.15 * max(s.high for s in spreads) or 1)
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.10g}")
        axes.set_xlabel(first["heading"])
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
