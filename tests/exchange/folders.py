"""Folders of plan tables for tests: the sample, and a small one whose files each test changes."""

import json
from pathlib import Path
from typing import Any

NORRVIK = Path(__file__).parents[1] / "data" / "plans" / "norrvik"

HEADER: dict[str, Any] = {
    "plan_id": "small",
    "company": "Small Ltd",
    "name": "Plan",
    "fy_start": "2027-07-01",
    "currency": "EUR",
    "currency_decimals": 2,
    "as_of": "2027-08-31",
    "topdown_budget": 1000.5,
}

SMALL = {
    "segments.csv": "segment_id,name\ns1,Schools\n",
    "offerings.csv": "offering_id,level,name,seasonality\no1,offering,X,1|1|1|1|1|1|1|1|1|1|1|1\nb1,brand,House,\n",
    "cells.csv": "cell_id,segment_id,offering_id,customers_start\nc1,s1,o1,10\nc2,s1,o1,20\n",
    "stages.csv": "stage_id,seq,name,role\naware,1,Aware,acquire\n",
    "channels.csv": "channel_id,name\nemail,Email\n",
    "activities.csv": (
        "activity_id,name,channel_id,stage_id,start,end,gross_spend,depends_on\n"
        "A1,Mailing,email,aware,2027-07-05,2027-07-09,100.25,\n"
        "A2,Second mailing,email,aware,2027-08-05,2027-08-09,50,A1\n"
    ),
    "activity_targets.csv": "activity_id,cell_id,share\nA1,c1,0.4\nA1,c2,0.6\n",
}


def write(folder: Path, header: object = None, **files: str | bytes | None) -> Path:
    """Write the small tables; a file named with "__" for "." replaces one of them, None takes it away."""
    folder.mkdir(parents=True, exist_ok=True)
    content: dict[str, str | bytes | None] = {"plan.json": json.dumps(header or HEADER, indent=1), **SMALL}
    content |= {name.replace("__", "."): text for name, text in files.items()}
    for name, text in content.items():
        if text is not None:
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
