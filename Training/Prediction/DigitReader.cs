using System.Globalization;
using CnnVerified.Layers;
using CnnVerified.Training.Models;
using CnnVerified.Training.Random;

namespace CnnVerified.Training.Prediction;

/// <summary>A trained network that tells digits.</summary>
internal sealed class DigitReader
{
    private readonly Network<double> network;
    private readonly Trace<double> trace;

    /// <summary>Takes the network of the experiment that a model was trained in.</summary>
    /// <exception cref="InvalidDataException">The model does not fit that network; the message is one sentence.</exception>
    public DigitReader(Model model)
    {
        var trained = ExperimentNetwork.Create(model.Experiment, new NumPyRandom(0), Initialization.Original);
        model.Restore(trained);
        network = trained.Layers[^1] is Sigmoid<double> ? trained : new Network<double>([.. trained.Layers, new Softmax<double>()]);
        trace = new Trace<double>(network, OriginalNetwork.ImageShape);
    }

    /// <summary>
    /// What the network makes of an image: the digit of the largest output, and all outputs as probabilities. Those of the
    /// original network are each on its own, the others' add up to 1.
    /// </summary>
    public string Read(Tensor<double> image)
    {
        var probabilities = network.Forward(image, trace).Values.ToArray();
        var all = probabilities.Select((p, digit) => string.Create(CultureInfo.InvariantCulture, $"{digit}: {100 * p:F2} %"));
        return $"{Array.IndexOf(probabilities, probabilities.Max())} ({string.Join(", ", all)})";
    }
}
