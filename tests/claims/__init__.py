"""What two widely read texts say of backpropagation, each sentence with an experiment and its figures.

The tests check every figure, and the page "What the sources say" of the book is made from the same claims, so the two cannot
disagree. Needs numpy and the package only: a build of the book reads it.
"""

from . import a_costs, a_entropy, a_idea, a_layers, b_back, b_batches, b_definition, b_passes
from .claim import VERDICTS, Claim, Figure

__all__ = ["CLAIMS", "VERDICTS", "Claim", "Figure"]

MODULES = (a_idea, a_layers, a_costs, a_entropy, b_definition, b_back, b_passes, b_batches)
CLAIMS = {claim.id: claim for module in MODULES for claim in module.CLAIMS}
