using CnnVerified.Verification.Tests.Checks;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>Mistakes that are not in the catalogue, and mistakes in places other than a layer of the library.</summary>
[Parallelizable]
public class DiagnosisTests
{
    private static readonly (string Expected, Action<BackwardPass> Spoil)[] DenseMistakes =
    [
        ("dweights = correct × 3", pass => Each(pass.DWeights, g => 3 * g)),
        ("dweights = correct × −0.1", pass => Each(pass.DWeights, g => -0.1 * g)),
        ("dweights = correct × 0.25 = 1/N\n", pass => Each(pass.DWeights, g => g / pass.N)),
        ("dweights = correct × 0.25\n", pass => Each(pass.DWeights, g => g / 4)),
        ("dweights = 0", pass => Each(pass.DWeights, _ => 0)),
        ("dweights = |correct|", pass => Each(pass.DWeights, Math.Abs)),
        ("dweights = correct reversed along inputs", pass => ReverseRows(pass.DWeights)),
        ("dweights = correct for dy replaced by 1", pass => pass.SetDWeightsFor(Filled(pass.Dy, 1))),
        ("dweights = correct with only the diagonal", pass => Indexed(pass.DWeights, (i, g) => i[0] == i[1] ? g : 0)),
        ("dx = correct shifted by −1 along feature",
            pass => Indexed(pass.Dx, (i, _) => i[1] + 1 < 7 ? pass.Dx[i[0], i[1] + 1] : 0)),
        ("dx = x", pass => pass.X.Values.CopyTo(pass.Dx.Values)),
        ("dbias = correct for dy with only the last N × 2",
            pass => Indexed(pass.DBias, (i, _) => 2 * pass.Dy[3, i[0]])),
        ("dx = (correct reversed along feature) with only the first N", pass =>
        {
            pass.Dx.Values[..7].Reverse();
            pass.Dx.Values[7..].Clear();
        }),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        DenseMistakes.Select(m => new TestCaseData(m.Expected, m.Spoil).SetArgDisplayNames(m.Expected));

    [TestCaseSource(nameof(Cases))]
    public void A_mistake_that_is_in_no_catalogue_is_named(string expected, object spoil)
    {
        var report = GradientCheck.Of(Custom((Action<BackwardPass>)spoil).PlantIn(Dense())).At(DenseInput).Run();
        Assert.That(report.ToString(), Does.Contain(expected));
    }

    [Test]
    public void A_gradient_that_is_constant_is_not_clipped() => Assert.That(
        WordsOf(GradientCheck.Of(p => -p.Sum(Math.Log) / p.Length, p => [.. p.Select(_ => -1.0 / p.Length)])
            .At([0.2, 0.7, 0.4]).Run()), Does.Not.Contain("clipped").And.Contain("dx = "));

    [Test]
    public void What_is_a_multiple_of_the_right_gradient_is_told_as_one_and_as_nothing_else()
    {
        var bug = Custom(pass => Each(pass.Dx, g => 1.5 * g));
        var report = GradientCheck.Of(bug.PlantIn(new AveragePooling<double>((2, 3), 2))).At(2, 2, 4, 5).Run();
        Assert.That(report.Diagnoses.Single().Explanations.Select(one => one.Equation),
            Is.EqualTo(new[] { "dx = correct × 1.5" }));
    }

    [Test]
    public void Random_numbers_are_explained_by_nothing_but_located()
    {
        var bug = Custom(pass =>
        {
            for (var n = 1; n < pass.N; n++) pass.Dx[n, 2] = Math.Sin(n + 3 * pass.Dy[n, 0]);
        });
        var report = GradientCheck.Of(bug.PlantIn(Dense())).At(DenseInput).Run();
        Assert.That(report.Diagnoses.Single().IsNamed, Is.False, report.ToString);
        Assert.That(
            WordsOf(report), Does.Contain("Wrong are 3 of 28 entries, all of them at N ≥ 1 and feature = 2."));
    }

    [Test]
    public void Entries_that_are_no_numbers_are_said_to_be_so() => Assert.That(
        WordsOf(GradientCheck.Of(Custom(pass => pass.Dx[5] = double.NaN).PlantIn(Dense())).At(DenseInput).Run()),
        Does.Contain("1 of 28 entries are infinite or not a number"));

    [Test]
    public void In_a_network_the_loss_is_blamed_for_its_own_mistake_alone()
    {
        var report = GradientCheck.Of(SmallNetwork(), MissingMean).At(1, 1, 7, 5).Run();
        Assert.That(report.Diagnoses.Select(d => d.Place), Is.EqualTo(new[] { "BinaryCrossEntropy" }));
        Assert.That(report.ToString(), Does.Contain("BinaryCrossEntropy: dp = correct × 2"));
    }

    [Test]
    public void In_a_network_a_layer_is_blamed_and_not_those_before_it()
    {
        var layers = SmallNetwork().Layers.ToArray();
        layers[4] = Catalogue.Find("sigmoid-slope-omitted")!.PlantIn(layers[4]);
        var report =
            GradientCheck.Of(new Network<double>(layers), new BinaryCrossEntropy<double>()).At(1, 1, 7, 5).Run();
        Assert.That(report.Diagnoses.Select(d => d.Place), Is.EqualTo(new[] { "Sigmoid[4]" }));
        Assert.That(report.ToString(), Does.Contain("Sigmoid[4]: dx = dy\n"));
    }

    [Test]
    public void A_plain_functions_gradient_is_diagnosed_as_a_tensor()
    {
        var report =
            GradientCheck.Of(x => x.Sum(v => Math.Sin(v)), x => [.. x.Reverse().Select(v => Math.Cos(v))]).At(6).Run();
        Assert.That(report.ToString(), Does.Contain("dx = correct reversed along axis 0"));
    }

    [Test]
    public void A_layer_that_the_library_does_not_have_is_diagnosed_by_numbers()
    {
        var forgetful = new Tampered(new Pointwise(v => v * v * v + v, v => 3 * v * v + 1))
        {
            AfterBackward = (x, _, _, dx, _) => Indexed(dx!, (i, _) => 3 * x[i[0], i[1]] * x[i[0], i[1]] + 1),
        };
        var report = GradientCheck.Of(forgetful).At(3, 4).WithoutTracing().Run();
        Assert.That(report.ToString(), Does.Contain("dx = correct for dy replaced by 1"));
    }

    [Test]
    public void A_right_layer_has_no_diagnosis() =>
        Assert.That(GradientCheck.Of(Dense()).At(DenseInput).Run().Diagnoses, Is.Empty);

    private static void Each(Tensor<double> tensor, Func<double, double> f)
    {
        foreach (ref var value in tensor.Values) value = f(value);
    }

    private static void Indexed(Tensor<double> tensor, Func<int[], double, double> f)
    {
        for (var i = 0; i < tensor.Shape.Count; i++) tensor[i] = f(tensor.Shape.IndexOf(i), tensor[i]);
    }

    private static Tensor<double> Filled(Tensor<double> tensor, double value)
    {
        var filled = new Tensor<double>(tensor.Shape);
        filled.Values.Fill(value);
        return filled;
    }

    private static void ReverseRows(Tensor<double> tensor)
    {
        for (var row = 0; row < tensor.Shape[0]; row++)
            tensor.Values.Slice(row * tensor.Shape[1], tensor.Shape[1]).Reverse();
    }

    private static Bug Custom(Action<BackwardPass> spoil) => new(nameof(Dense<>), "custom", "", "", null, spoil);
}
