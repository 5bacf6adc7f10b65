namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>
/// What the diagnosis says of y = A·x on plain arrays, from what the backward pass makes of each output by itself.
/// </summary>
public class PathTests
{
    private const int Outputs = 6, Inputs = 4;

    private static readonly double[] Numbers = [.. new Random(3).GetItems<double>(
        [.. Enumerable.Range(0, 997).Select(i => Math.Sin(i) * 1.3)], Outputs * Inputs)];

    private static double A(int k, int i) => Numbers[k * Inputs + i];

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) => Sum(k => dy[(k + 3) % 6] * A(k, i))),
            "dx = correct for dy with the halves of axis 0 swapped").SetArgDisplayNames("halves of dy swapped");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) => Sum(k => dy[5 - k] * A(k, i))),
            "dx = correct for dy reversed along axis 0").SetArgDisplayNames("dy backwards");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) =>
                Sum(k => dy[new[] { 4, 5, 2, 3, 0, 1 }[k]] * A(k, i))),
            "dx = correct for dy with the 3 blocks of axis 0 in the order 3, 2, 1").SetArgDisplayNames("blocks of dy");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) => Sum(k => k < 5 ? dy[k] * A(k, i) : 0)),
            "dx = correct for dy without the last axis 0").SetArgDisplayNames("the last output forgotten");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) => Sum(k => k < 3 ? dy[k] * A(k, i) : 0)),
            "dx = correct for dy with only the first half of axis 0").SetArgDisplayNames("half of the outputs");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) =>
                Sum(k => (k < 3 ? 1 : 2) * dy[k] * A(k, i))),
            "dx = correct for dy × 2 at the second half of axis 0").SetArgDisplayNames("a factor for half of dy");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) => Sum(k => dy[k] * A(k, (i + 2) % 4))),
            "dx = correct with the halves of axis 0 swapped").SetArgDisplayNames("halves of dx swapped");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) =>
                (i > 1 ? 3 : 1) * Sum(k => dy[k] * A(k, i))),
            "dx = correct × 3 at the second half of axis 0").SetArgDisplayNames("a factor for half of dx");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) => dy[5] * A(5, i)),
            "dx = correct for dy with only the last axis 0").SetArgDisplayNames("assigned");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) =>
                Sum(k => dy[k] * A(k, i)) + 0.3 * dy[0] * dy[1] * i * i),
            "It is not linear in dy").SetArgDisplayNames("a product of two dy");
        yield return new TestCaseData((Func<double[], int, double>)((dy, i) =>
                Sum(k => dy[k] * (A(k, i) + 0.1 * Math.Sin(k * k + 3 * i * i + k * i)))),
            "For example, ∂y[5]/∂x[").SetArgDisplayNames("no pattern at all");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_in_any_linear_map_is_named(object dx, string expected)
    {
        var gradient = (Func<double[], int, double>)dx;
        var report = GradientCheck.OfBackward(
            a => Enumerable.Range(0, Outputs).Select(
                k => Enumerable.Range(0, Inputs).Sum(i => A(k, i) * a["x"][i])).ToArray(),
            (a, dy) => [("x", Enumerable.Range(0, Inputs).Select(i => gradient(dy, i)).ToArray())])
            .At(("x", new[] { 0.3, -1.2, 0.8, 1.7 })).WithoutTracing().Run();
        Assert.That(report.Diagnoses.Single().ToString(), Does.Contain(expected));
    }

    [Test]
    public void A_mistake_in_single_precision_is_named_as_well()
    {
        // A module that remembers its input, as people write it: the last output hands back nothing.
        var report = GradientCheck.OfModule<float[], float[]>(
            x => [.. Enumerable.Range(0, Outputs).Select(
                k => (float)Enumerable.Range(0, Inputs).Sum(i => (float)A(k, i) * x[i]))],
            dy => [.. Enumerable.Range(0, Inputs).Select(i => (float)Sum(k => k < 5 ? dy[k] * (float)A(k, i) : 0))])
            .At([0.3f, -1.2f, 0.8f, 1.7f]).WithoutTracing().Run();
        Assert.That(report.Diagnoses.Single().ToString(),
            Does.Contain("dx = correct for dy without the last axis 0"));
    }

    private static double Sum(Func<int, double> term) => Enumerable.Range(0, Outputs).Sum(term);
}
