using System.Collections.Concurrent;
using System.Globalization;
using CnnVerified.Verification.Tests.PlantedBugs;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>Rounding is no mistake: no contract rejects what is right, however much cancels.</summary>
public class RightLayersKeepTheirContracts
{
    private const int Draws = 1_100;

    [Test]
    public void At_any_scale_at_ties_and_where_units_saturate()
    {
        var draws = int.Parse(
            Environment.GetEnvironmentVariable(RightLayersTests.DrawsVariable) ?? $"{Draws}",
            CultureInfo.InvariantCulture);
        var rejections = new ConcurrentBag<string>();
        Parallel.For(0, draws, seed =>
        {
            var (layer, x, dy) = RandomSpecimens.Of(seed);
            foreach (var check in LayerProof.Checks.Where(c => c is not (FiniteDifferencesAgree or DualNumbersAgree)))
                if (check.Run(layer, x, dy) is { Status: CheckStatus.Failed } outcome)
                    rejections.Add($"{check.Name}: {layer.Name} at {x.Shape}, seed {seed}: {outcome.Reason}");
        });
        Assert.That(rejections.Order(StringComparer.Ordinal), Is.Empty);
    }
}
