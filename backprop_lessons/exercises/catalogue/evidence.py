"""Where such mistakes were seen: public reports, as owner/repository#number, under what each group is about.

A star marks a report that is itself mistaken: a right shortcut that looked wrong to its reader. Those are worth as much.
"""

EVIDENCE = {
    "E1": (
        "z or a",
        "PacktPublishing/Neural-Network-Projects-with-Python#4* rasmusbergpalm/DeepLearnToolbox#165* "
        "jeffheaton/jeffheaton-book-code#7* dwhitena/gophernet#6",
    ),
    "E2": ("overflow", "ahmedfgad/NumPyCNN#13 harvard-edge/cs249r_book#1870 hail-is/hail#10606"),
    "E3": ("sign in the exponent", "ljvmiranda921/pyswarms#145 pytorch/torcharrow#523"),
    "E4": ("brackets", "makeyourownneuralnetwork/makeyourownneuralnetwork#25"),
    "E5": ("call or product", "yizt/numpy_neural_network#3"),
    "E6": (
        "slope of ReLU",
        "iamtrask/Grokking-Deep-Learning#9 iamtrask/Grokking-Deep-Learning#13 iamtrask/Grokking-Deep-Learning#56",
    ),
    "E7": ("ReLU at 0", "tensorflow/playground#19 trusthlt/nlp-with-deep-learning-lectures#4 ufal/npfl114#9"),
    "E8": (
        "slope of tanh",
        "ttezel/nn#8 shiffman/Neural-Network-p5#22 infostreams/neural-network#1 scikit-learn/scikit-learn#14244*",
    ),
    "E9": (
        "rows or columns",
        "makeyourownneuralnetwork/makeyourownneuralnetwork#59* "
        "makeyourownneuralnetwork/makeyourownneuralnetwork#77 stephencwelch/Neural-Networks-Demystified#28* "
        "iamtrask/Grokking-Deep-Learning#22 iamtrask/Grokking-Deep-Learning#23",
    ),
    "E10": ("axis of the softmax", "ethanfetaya/NRI#25 nntrainer/nntrainer#430"),
    "E11": ("shift of the softmax", "manassharma07/crysx_nn#7 deeplearning4j/deeplearning4j-examples#730"),
    "E12": (
        "softmax twice",
        "tflearn/tflearn#562 nfmcclure/tensorflow_cookbook#86 jaehong31/CGES#1 aymericdamien/TensorFlow-Examples#50",
    ),
    "E13": ("sigmoid twice", "itakurah/focal-loss-pytorch#5"),
    "E14": ("layers without activation", "stanfordnlp/stanza#1610 Nota-NetsPresso/netspresso-trainer#320"),
    "E15": ("biases never updated", "nntrainer/nntrainer#219 mattm/simple-neural-network#5"),
    "E16": ("arrays changed in place", "ml-explore/mlx#4426 deeplearning4j/deeplearning4j#364"),
    "E17": ("the ½", "davisking/dlib#1169 kuleshov-group/aml-book#17 patrickloeber/MLfromscratch#18"),
    "E18": (
        "sum or mean",
        "hunkim/DeepLearningZeroToAll#173 ageron/handson-ml#73 ageron/handson-ml#179 udlbook/udlbook#152 "
        "tensorflow/tensorflow#8746",
    ),
    "E19": ("averaged twice", "borgwang/tinynn#12 YutaroOgawa/pytorch_advanced#98"),
    "E20": ("root or square", "fastai/fastbook#401 fastai/fastbook#473 jancervenka/turbofan_failure#2"),
    "E21": ("shapes that stretch", "pytorch/pytorch#16045 HIPS/Kayak#14 jimfleming/differentiation#1"),
    "E22": (
        "terms of the cross-entropy",
        "cs231n/cs231n.github.io#244 fastai/fastbook#478 aymericdamien/TensorFlow-Examples#86 "
        "bfortuner/ml-glossary#76 rasbt/machine-learning-book#239 deeplearning4j/nd4j#1319 "
        "eriklindernoren/ML-From-Scratch#16",
    ),
    "E23": (
        "whose logarithm",
        "bfortuner/ml-glossary#28 CamDavidsonPilon/Probabilistic-Programming-and-Bayesian-Methods-for-Hackers#438",
    ),
    "E24": ("a floor under the logarithm", "allenai/allennlp#2797 FluxML/NNlib.jl#68 iesl/box-embeddings#9"),
    "E25": (
        "which delta for which cost",
        "mnielsen/neural-networks-and-deep-learning#45* mnielsen/neural-networks-and-deep-learning#77* "
        "rasbt/python-machine-learning-book-2nd-edition#54* MichalDanielDobrzanski/DeepLearningPython#17* "
        "jiexunsee/Neural-Network-with-Python#1 Bot-Academy/NeuralNetworkFromScratch#3",
    ),
    "E26": ("slopes of the softmax", "deeplearning4j/libnd4j#440 RubixML/ML#438 emer/axon#12 fetchai/ledger#1580"),
    "E27": (
        "sign of the slope",
        "dvgodoy/PyTorchStepByStep#21 makeyourownneuralnetwork/makeyourownneuralnetwork#66* "
        "makeyourownneuralnetwork/makeyourownneuralnetwork#82* udacity/deep-learning#285* pytorch/pytorch#1871 "
        "probml/pml-book#149",
    ),
    "E28": ("a node used twice", "karpathy/micrograd#2 callummcdougall/ARENA_2.0#18"),
    "E29": (
        "measured slopes",
        "apache/mxnet#3693 BVLC/caffe#6814 HomericIntelligence/Odyssey#2089 NVIDIA/warp#508 PaddlePaddle/Paddle#4054",
    ),
    "E30": (
        "slope of the hidden layer",
        "makeyourownneuralnetwork/makeyourownneuralnetwork#88 iamtrask/Grokking-Deep-Learning#50 "
        "ujjwalkarn/Machine-Learning-Tutorials#16 NVlabs/tiny-cuda-nn#465",
    ),
    "E31": ("one path of several", "prakashjayy/medium_blogs#2"),
    "E32": (
        "weights that have moved",
        "joelgrus/data-science-from-scratch#31 CodingTrain/Toy-Neural-Network-JS#72 "
        "kim-marcel/basic_neural_network#7 Bot-Academy/NeuralNetworkFromScratch#3",
    ),
    "E33": ("what is passed back", "jcjohnson/pytorch-examples#5* jcjohnson/pytorch-examples#28*"),
    "E34": (
        "which layer",
        "Kulbear/deep-learning-coursera#8 Kulbear/deep-learning-coursera#27 AlbertHG/Coursera-Deep-Learning#5 "
        "fanghao6666/neural-networks-and-deep-learning#7 hanbt/learn_dl#15*",
    ),
    "E35": (
        "bias gradient",
        "kvfrans/notes#5 rasbt/stat453-deep-learning-ss21#5 mlpack/mlpack#3679 "
        "rust0258/Deeplearning.ai-Natural-Language-Processing-Specialization#62 "
        "rust0258/Deeplearning.ai-Natural-Language-Processing-Specialization#64 xnought/backprop-explainer#18*",
    ),
    "E36": ("the last batch", "casperkaae/parmesan#47 ml-explore/mlx-examples#843"),
    "E37": (
        "shuffling views",
        "mnielsen/neural-networks-and-deep-learning#51 mnielsen/neural-networks-and-deep-learning#73 "
        "Sentdex/pygta5#81 autonomio/talos#226",
    ),
    "E38": ("pairs torn apart", "udacity/sdc-issue-reports#1326"),
    "E39": ("drawn with replacement", "ageron/handson-ml2#458 tensorflow/skflow#50"),
    "E40": (
        "the size of the last batch",
        "SewoongLab/spectre-defense#3 keras-team/keras#20241 catalyst-team/catalyst#799 "
        "https-deeplearning-ai/tensorflow-3#3 chainer/chainer#777",
    ),
    "E41": ("gradients left over", "karpathy/llm.c#548 udacity/deep-learning-v2-pytorch#160"),
    "E42": ("test data in training", "scikit-learn/scikit-learn#24695 intro-stat-learning/ISLP_labs#21"),
    "E43": ("classes off by one", "googlecodelabs/feedback#219 irllabs/ml-lib#4"),
    "E44": (
        "axis of the answer",
        "lisa-lab/DeepLearningTutorials#15 Zasder3/train-CLIP#6 tensorflow/tfjs-examples#154",
    ),
    "E45": ("the start", "wagonhelm/NaNmnist#2 rasmusbergpalm/DeepLearnToolbox#31 microsoft/AI-For-Beginners#743"),
    "E46": ("the step", "aimacode/aima-python#285 microsoft/AI-For-Beginners#242 hanbt/learn_dl#25"),
}


def links(key):
    """(text, address, is the report itself mistaken) for each report of a group. Raises ValueError for an unknown key."""
    if key not in EVIDENCE:
        raise ValueError(f"key: expected one of E1 to E{len(EVIDENCE)}, got {key!r}")
    found = []
    for report in EVIDENCE[key][1].split():
        place, number = report.rstrip("*").split("#")
        found.append((report.rstrip("*"), f"https://github.com/{place}/issues/{number}", report.endswith("*")))
    return tuple(found)
