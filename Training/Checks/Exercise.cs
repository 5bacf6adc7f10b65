namespace CnnVerified.Training.Checks;

/// <summary>Puts a mistake of the catalogue into a network, for a learner to find.</summary>
internal static class Exercise
{
    /// <summary>Lists every mistake with its lesson.</summary>
    public const string List = "list";

    /// <summary>Takes any of them.</summary>
    public const string Random = "random";

    /// <summary>Tries every check on every mistake.</summary>
    public const string All = "all";

    private const int HiddenUnits = 10;

    /// <summary>The mistake of a name, or of a number, which tells nothing; null if there is none.</summary>
    public static PlantedBug? Find(string word) => word == Random
        ? Catalogue.All[System.Random.Shared.Next(Catalogue.All.Count)]
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Catalogue.All.ElementAtOrDefault(number - 1) : Catalogue.Find(word);

    /// <summary>The number under which a mistake can be found again.</summary>
    public static int NumberOf(PlantedBug bug) => Catalogue.All.Index().First(one => one.Item == bug).Index + 1;

    /// <summary>
    /// The network with ten units in each hidden dense layer: its gradients go as wrong, and are checked in seconds.
    /// </summary>
    public static Network<double> Narrow(Network<double> network)
    {
        var layers = network.Layers.ToArray();
        var dense = Enumerable.Range(0, layers.Length).Where(k => layers[k] is Dense<double>).ToArray();
        for (var i = 0; i < dense.Length; i++)
        {
            var (weights, bias) = (layers[dense[i]].Parameters[0].Value, layers[dense[i]].Parameters[1].Value);
            var outputs = i == dense.Length - 1 ? bias.Shape.Count : Math.Min(HiddenUnits, bias.Shape.Count);
            var inputs = i == 0 ? weights.Shape[1] : layers[dense[i - 1]].Parameters[1].Value.Shape.Count;
            layers[dense[i]] = new Dense<double>(
                new(new Shape(outputs, inputs), [
                    .. Enumerable.Range(0, outputs).SelectMany(row =>
                        weights.Values.Slice(row * weights.Shape[1], inputs).ToArray())]),
                new(new Shape(outputs), [.. bias.Values[..outputs]]));
        }
        return new Network<double>(layers);
    }

    /// <summary>
    /// The network and loss with the mistake in the first layer of its kind, or in the loss; null if there is none of
    /// its kind.
    /// </summary>
    public static (Network<double> Network, Loss<double> Loss)? Plant(
        PlantedBug bug, Network<double> network, Loss<double> loss)
    {
        if (loss.Name == bug.Breaks) return (network, bug.PlantIn(loss));
        var layers = network.Layers.ToArray();
        var place = Array.FindIndex(layers, layer => layer.Name == bug.Breaks);
        if (place < 0) return null;
        layers[place] = bug.PlantIn(layers[place]);
        return (new Network<double>(layers), loss);
    }
}
