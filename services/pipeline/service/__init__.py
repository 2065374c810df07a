"""The pipeline service, as the gateway calls it: time and ids enter here."""

from kernel.nameko import Feed, background, subscribe, tick
from services.pipeline.heard import HEARD
from services.pipeline.reactions import REACTIONS
from services.pipeline.service.assigning import Assigning
from services.pipeline.service.climbing import Climbing
from services.pipeline.service.describing import Describing
from services.pipeline.service.handover_working import handover_worker
from services.pipeline.service.loading import Loading
from services.pipeline.service.migrating import Migrating
from services.pipeline.service.moving import Moving
from services.pipeline.service.opening import Opening
from services.pipeline.service.piping import Piping
from services.pipeline.service.stuck import Stuck
from services.pipeline.staff import HANDING


class PipelineService(
    Climbing,
    Opening,
    Moving,
    Describing,
    Piping,
    Migrating,
    Loading,
    Assigning,
    Feed,
):
    name = "pipeline"

    handing = subscribe(HANDING)
    handing_over = background("handovers", handover_worker)
    reacting = subscribe(REACTIONS)
    standing_still = tick(HEARD, Stuck)
