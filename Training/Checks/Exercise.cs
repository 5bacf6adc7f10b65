using CnnVerified.Layers;
using CnnVerified.Verification;

namespace CnnVerified.Training.Checks;

/// <summary>Puts a mistake of the catalogue into a network, for a learner to find.</summary>
internal static class Exercise
{
    /// <summary>Lists every mistake with its lesson.</summary>
    public const string List = "list";

    /// <summary>Tries every check on every mistake.</summary>
    public const string All = "all";

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
