using static CnnVerified.Verification.Tests.PlantedBugs.InsideTests;

namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>
/// What the diagnosis says of indices, of denominators and of what a recurrence carries, in plain code whose paths
/// show it.
/// </summary>
public class PlaceTests
{
    private const int Places = 5, Features = 3, Units = 3, Steps = 4;

    private static readonly int[] Source = [1, 3, 3, 0, 4];            // of each place, such as an edge's other end

    /// <summary>y[n] = x[source[n]]·A, place by place, and its gradient with an index of one's own.</summary>
    private static string Gathered(Func<int, int[]> to) => Said(GradientCheck.OfBackward(
        a => Filled(Places, Units, (n, h) => Sum(Features, i => a.Of<double[,]>("x")[Source[n], i] * A[i, h])),
        (a, dy) =>
        {
            var dx = new double[Places, Features];
            for (var n = 0; n < Places; n++)
                foreach (var row in to(n))
                    for (var i = 0; i < Features; i++)
                        for (var h = 0; h < Units; h++) dx[row, i] += dy[n, h] * A[i, h];
            return [("x", dx)];
        }).At(("x", Matrix(1, Places, Features))));

    private static readonly double[,] A = Matrix(5, Features, Units);

    [Test]
    public void A_right_index_has_no_diagnosis() => Assert.That(Gathered(n => [Source[n]]), Is.Empty);

    [Test]
    public void An_index_of_the_place_in_place_of_its_source_is_named() => Assert.That(Gathered(n => [n]),
        Does.Contain("dx = correct, but at other entries")
            .And.Contain("(here what y[0, 0] hands back to x[1, 0] is given to x[0, 0])"));

    [Test]
    public void What_is_given_to_others_as_well_is_named() => Assert.That(
        Gathered(n => [Source[n], (Source[n] + 1) % 5]),
        Does.Contain("dx = correct, and given to other entries as well"));

    /// <summary>y = M·x·A with a mixing matrix of places.</summary>
    [Test]
    public void A_mixing_matrix_that_is_not_transposed_is_named()
    {
        var m = Matrix(7, Places, Places);
        Assert.That(Said(GradientCheck.OfBackward(
            a => Filled(Places, Units, (n, h) => Sum(Places, k => m[n, k]
                * Sum(Features, i => a.Of<double[,]>("x")[k, i] * A[i, h]))),
            (a, dy) => [("x", Filled(Places, Features, (k, i) => Sum(Places, n => m[k, n]
                * Sum(Units, h => dy[n, h] * A[i, h]))))]).At(("x", Matrix(1, Places, Features)))),
            Does.Contain("dx = correct with what mixes places along axis 0 transposed"));
    }

    /// <summary>h[t] = tanh(W·x[t] + U·h[t−1]) + g·h[t−1], whose outputs are all h.</summary>
    private static string Recurrence(string bug) => SaidOfCode(GradientCheck.OfBackward(
        a => States(a),
        (a, dy) =>
        {
            var (x, w, u, g) = (a.Of<double[,]>("x"), a.Of<double[,]>("W"), a.Of<double[,]>("U"), a["g"]);
            var (h, carry) = (States(a), new double[Units]);
            var (dx, dw, du, dg) =
                (new double[Steps, Features], new double[Units, Features], new double[Units, Units], new double[Units]);
            for (var t = Steps - 1; t >= 0; t--)
            {
                var old = Enumerable.Range(0, Units).Select(j => t == 0 ? 0 : h[t - 1, j]).ToArray();
                var dh = Enumerable.Range(0, Units).Select(k => dy[t, k] + carry[k]).ToArray();
                var da = dh.Select((d, k) => d * (1 - Math.Pow(h[t, k] - g[k] * old[k], 2))).ToArray();
                for (var k = 0; k < Units; k++)
                {
                    for (var i = 0; i < Features; i++)
                    {
                        dx[t, i] += da[k] * w[k, i];
                        dw[k, i] += da[k] * x[t, i];
                    }
                    for (var j = 0; j < Units; j++) du[k, j] += da[k] * (bug == "new state" ? h[t, j] : old[j]);
                    dg[k] += dh[k] * old[k];
                }
                for (var j = 0; j < Units; j++) carry[j] = (bug == "own unit" ? 0 : dh[j] * g[j])
                    + Sum(Units, k => da[k] * (bug == "transposed" ? u[j, k] : u[k, j]));
            }
            return [("x", dx), ("W", dw), ("U", du), ("g", dg)];
        }).At(("x", Matrix(1, Steps, Features)), ("W", Matrix(2, Units, Features)), ("U", Matrix(3, Units, Units)),
            ("g", new[] { 0.7, -0.4, 0.9 })));

    private static double[,] States(NamedArrays a)
    {
        var (x, w, u) = (a.Of<double[,]>("x"), a.Of<double[,]>("W"), a.Of<double[,]>("U"));
        var h = new double[Steps, Units];
        for (var t = 0; t < Steps; t++)
            for (var k = 0; k < Units; k++)
                h[t, k] = Math.Tanh(Sum(Features, i => w[k, i] * x[t, i])
                        + (t == 0 ? 0 : Sum(Units, j => u[k, j] * h[t - 1, j])))
                    + (t == 0 ? 0 : a["g"][k] * h[t - 1, k]);
        return h;
    }

    [TestCase("", "")]
    [TestCase("own unit", "dW = correct, but without the path to the second term of the third +")]
    [TestCase("transposed", "dW = correct, once the second j and the third k change places")]
    [TestCase("new state", "dU = correct, once the entries 3 before of h in · on line 77 of PlaceTests.cs are used")]
    public void What_a_recurrence_carries_wrongly_is_named(string bug, string expected) =>
        Assert.That(Recurrence(bug), expected.Length == 0 ? Is.Empty : Does.Contain(expected));
}
