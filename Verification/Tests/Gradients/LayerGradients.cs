using CnnVerified.Verification.Tests.RightLayers;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

public class LayerGradients
{
    private static IEnumerable<TestCaseData> Layers =>
        ShippedLayers.All.Select(one => new TestCaseData(one.Check).SetArgDisplayNames(one.Name));

    [TestCaseSource(nameof(Layers))]
    public void Every_layer_and_loss_of_the_library_has_correct_gradients(object check) =>
        Assert.That(((Func<GradientCheck>)check)(), Has.CorrectGradients);

    [Test]
    public void Every_entry_of_the_small_network_is_correct_in_both_oracles()
    {
        var report =
            GradientCheck.Of(SmallNetwork(), new BinaryCrossEntropy<double>()).At(1, 1, 7, 5).WithDualNumbers().Run();
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.Variables.SelectMany(v => v.Entries).Select(entry => entry.Dual), Has.None.Null);
        Assert.That(report.Entries, Is.EqualTo(18 + 60 + 660 + 11 + 22 + 2 + 35));
    }

    [Test]
    public void A_check_leaves_parameters_and_input_exactly_as_they_were()
    {
        var layer = new DoubleLayer(Dense());
        var x = Normal(13, 4, 7);
        var before = layer.Parameters.Select(p => p.Value.Clone()).Append(x.Clone()).ToArray();
        GradientCheck.Of(layer).At(x).Verify();
        Assert.That(layer.Parameters.Select(p => p.Value).Append(x).Select(t => t.Values.ToArray()),
            Is.EqualTo(before.Select(t => t.Values.ToArray())));
    }
}
