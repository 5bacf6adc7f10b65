namespace CnnVerified.Training.Prediction;

/// <summary>A trained network that tells digits.</summary>
internal sealed class DigitReader
{
    private const double LeastLead = 0.7;
    private readonly Network<double> network;
    private readonly Trace<double> trace;

    /// <summary>Takes the network of the experiment that a model was trained in.</summary>
    /// <exception cref="InvalidDataException">
    /// The model does not fit that network; the message is one sentence.
    /// </exception>
    public static DigitReader Of(Model model)
    {
        var trained = model.Experiment.Network(new NumPyRandom(0), Initialization.Original);
        model.Restore(trained);
        return new(trained);
    }

    /// <summary>Takes a network whose outputs are probabilities after a sigmoid, else logits.</summary>
    public DigitReader(Network<double> trained)
    {
        network = trained.Layers[^1] is Sigmoid<double>
            ? trained
            : new Network<double>([.. trained.Layers, new Softmax<double>()]);
        trace = new Trace<double>(network, Digits.ImageShape);
    }

    /// <summary>The mean of what the network makes of the image's views: how likely each digit is.</summary>
    public double[] Probabilities(Tensor<double> image)
    {
        var views = Slant.Views(image).Select(view => network.Forward(view, trace).Values.ToArray()).ToArray();
        return [.. Enumerable.Range(0, views[0].Length).Select(digit => views.Average(view => view[digit]))];
    }

    /// <summary>
    /// What the network makes of an image: the digit of the largest output, and all outputs as probabilities. Those of
    /// the original network are each on its own, the others' add up to 1. It says where another digit is likely as
    /// well.
    /// </summary>
    public string Read(Tensor<double> image)
    {
        var probabilities = Probabilities(image);
        var all = probabilities.Select((p, digit) =>
            string.Create(CultureInfo.InvariantCulture, $"{digit}: {100 * p:F2} %"));
        var likeliest = Enumerable.Range(0, probabilities.Length).OrderByDescending(i => probabilities[i]).ToArray();
        var isSure = probabilities[likeliest[0]] - probabilities[likeliest[1]] >= LeastLead;
        return $"{likeliest[0]} ({string.Join(", ", all)})" + (isSure ? "" : $", unsure: perhaps {likeliest[1]}");
    }
}
