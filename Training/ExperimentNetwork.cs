using CnnVerified.Layers;
using CnnVerified.Training.Random;

namespace CnnVerified.Training;

/// <summary>The network of each experiment.</summary>
internal static class ExperimentNetwork
{
    /// <summary>A new network whose parameters are drawn.</summary>
    public static Network<double> Create(ExperimentKind experiment, NumPyRandom random, Initialization initialization) =>
        experiment switch
        {
            ExperimentKind.Original => OriginalNetwork.Create(random, initialization),
            ExperimentKind.Small => TenDigitNetworks.Small(random, initialization),
            _ => TenDigitNetworks.Digits(random, initialization),
        };
}
