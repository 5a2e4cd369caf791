"""The files that a KRaft node needs before its first start, and its properties."""

from __future__ import annotations

import base64
import shutil
import uuid
from pathlib import Path

from local_stack.kafka_jars import FOLDER

# made once by `kafka.tools.StorageTool format`: the feature levels of this version, nothing of any cluster;
# copying it saves a JVM start of 1.3 s for each new data directory
_BOOTSTRAP = FOLDER / "bootstrap.checkpoint"

_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=CLIENTS://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=CLIENTS://127.0.0.1:{port}
inter.broker.listener.name=CLIENTS
controller.listener.names=CONTROLLER
listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}

auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
min.insync.replicas=1

# after kill -9 a node answers only when its old registration has run out: 12.3 s by default, 2.3 s so
broker.session.timeout.ms=1500
broker.heartbeat.interval.ms=300

# small on purpose: this node shares a laptop with everything else
num.network.threads=1
num.io.threads=2
num.recovery.threads.per.data.dir=1
background.threads=2
log.cleaner.dedupe.buffer.size=2097152
log.segment.bytes=16777216
log.index.size.max.bytes=1048576
"""


def prepare_node(directory: Path, *, port: int, controller_port: int) -> Path:
    """Write the node's identity, on the first start, and its properties; return the properties file."""
    data = directory / "log"
    data.mkdir(parents=True, exist_ok=True)
    identity = data / "meta.properties"
    if not identity.exists():
        shutil.copy(_BOOTSTRAP, data / "bootstrap.checkpoint")
        identity.write_text(f"version=1\ncluster.id={_random_id()}\nnode.id=1\ndirectory.id={_random_id()}\n")
    properties = directory / "server.properties"
    properties.write_text(_PROPERTIES.format(port=port, controller=controller_port, data=data.absolute()))
    return properties


def _random_id() -> str:
    # 22 characters; one that begins with "-" would read as an option on Kafka's command lines
    while (text := base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass
    return text
