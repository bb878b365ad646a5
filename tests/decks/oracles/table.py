"""All oracles, by the name of their card.

An oracle says what a live card gives for the numbers drawn, worked out in plain Python from the
definition: without numpy, without torch, and not by repeating the snippet. Where only a library
decides, such as the class of an error or a default, what its documentation says is written down.
"""

from __future__ import annotations

from tests.decks.oracles import (
    activations,
    cnn_layers,
    cnn_nets,
    env_tools,
    frameworks_added,
    gan_ae,
    gbdt_em,
    losses,
    ml_models,
    numpy_basics,
    numpy_shapes,
    optimizers,
    pandas,
    pca,
    pytorch_basics,
    rnn,
    save_load,
    sklearn_eval,
    svm,
    tensorflow_1x,
    training_tricks,
)
from tests.decks.oracles.common import Oracle

_DECKS = (
    activations,
    cnn_layers,
    cnn_nets,
    env_tools,
    frameworks_added,
    gan_ae,
    gbdt_em,
    losses,
    ml_models,
    numpy_basics,
    numpy_shapes,
    optimizers,
    pandas,
    pca,
    pytorch_basics,
    rnn,
    save_load,
    sklearn_eval,
    svm,
    tensorflow_1x,
    training_tricks,
)

ORACLES: dict[str, Oracle] = {
    f"{deck.__name__.rpartition('.')[2].replace('_', '-')}/{entry}": oracle
    for deck in _DECKS
    for entry, oracle in deck.ORACLES.items()
}
