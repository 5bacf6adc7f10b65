using CnnVerified.Verification.Repairing;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>The line of a backward pass in which a mistake was made, and what has to stand there.</summary>
[Parallelizable(ParallelScope.All)]
public class RepairsTests
{
    [TestCase("", "")]
    [TestCase("other array", "Scores.cs: correct, once k stands for q")]
    [TestCase("no scale", "d stands for dy")]
    [TestCase("wrong sign", "has the other sign")]
    [TestCase("one row further", "of q in · on line")]
    [TestCase("weights left out", "w stands for")]
    public void Of_attention_without_softmax(string bug, string words) => Check(bug, words, Attention(bug));

    [TestCase("", "")]
    [TestCase("condition left out", "is 0 unless b > 0")]
    [TestCase("sine for cosine", "Cos stands for")]
    [TestCase("not squared", "is divided by")]
    [TestCase("another power", "2 stands for 3")]
    public void Of_a_function_of_several_numbers(string bug, string words) => Check(bug, words,
        GradientCheck.Of(Pulse.Value, x => Pulse.Gradient(bug, x)).At([0.8, -0.7, 1.9]));

    [TestCase("", "")]
    [TestCase("carry not scaled", "is multiplied by slope")]
    [TestCase("state after for before", "before")]
    [TestCase("half of the last weight", "is multiplied by 2")]
    public void Of_a_recurrence(string bug, string words) => Check(bug, words,
        GradientCheck.OfBackward(a => Recurrence.States(a["x"], a["u"]),
            (a, dy) => Recurrence.Backward(bug, a["x"], a["u"], dy))
            .At(("x", new[] { 0.5, -0.8, 0.3, 1.1 }), ("u", new[] { 0.6, -0.4 })));

    [TestCase("", "")]
    [TestCase("slope not squared", "once")]
    [TestCase("activation without scale", "y of Forward stands for activation")]
    [TestCase("2 of the square", "2 stands for 1")]
    public void Of_a_module_of_float_that_remembers(string bug, string words)
    {
        var module = new Remembered(bug);
        Check(bug, words, GradientCheck.OfModule<float[,], float[,]>(
            module.Forward, module.Backward, ("W", module.W, module.DW))
            .At(new[,] { { 0.5f, -0.4f, 0.3f }, { -0.6f, 0.2f, 0.7f } }));
    }

    [Test]
    public void Where_no_change_is_known_the_lines_that_can_be_at_fault_are_told() => Check(
        "two mistakes", "In the backward pass it may come through line", Attention("two mistakes"));

    [Test]
    public void Where_all_that_is_wrong_comes_through_one_line_it_is_told() => Check(
        "odd function", "all that is wrong comes through line",
        GradientCheck.Of(Pulse.Bump, x => Pulse.BumpGradient("odd function", x)).At([0.8, -0.7, 0.4]));

    [Test]
    public void What_a_line_without_arithmetic_hands_on_is_told_as_a_variable() => Assert.That(
        EvidenceOfBends("not smoothed back"), Does.Contain("or the variable ds; other numbers there would make"));

    [Test]
    public void What_is_added_at_a_wrong_place_is_told_by_its_line() => Assert.That(
        PlantedLine.IsIn(EvidenceOfBends("place before"), "place before", nameof(Repairing)));

    private static string EvidenceOfBends(string bug)
    {
        double[] x = [0.4, 1.3, -0.6, 0.8, 0.2];
        GradientCheck.Of(Bends.Value, at => Bends.Gradient("", at)).At(x).Verify();
        return GradientCheck.Of(Bends.Value, at => Bends.Gradient(bug, at)).At(x).Run().Diagnoses.Single()
            .ToString();
    }

    [Test]
    public void A_line_that_makes_several_gradients_right_is_told_once()
    {
        var report = GradientCheck.OfBackward(
            a => a["x"].Zip(a["w"], (x, w) => Math.Sin(w * x)).ToArray(),
            (a, dy) => SinesOfProducts(a["x"], a["w"], dy))
            .At(("x", new[] { 0.4, 1.3, -0.6 }), ("w", new[] { 0.8, 0.2, 0.5 })).Run();
        Assert.That($"{report}", Does.Contain("dw = correct, once i stands for 0")
            .And.Contain("the same is true of dx").And.Not.Contain("dx = "));
    }

    private static (string, Array)[] SinesOfProducts(double[] x, double[] w, double[] dy)
    {
        var (z, dz) = (new double[3], new double[3]);
        for (var i = 0; i < 3; i++) z[i] = w[i] * x[i];
        for (var i = 0; i < 3; i++) dz[i] = dy[i] * Math.Cos(z[0]);
        return [("x", dz.Zip(w, (d, a) => d * a).ToArray()), ("w", dz.Zip(x, (d, a) => d * a).ToArray())];
    }

    [TestCase("no slope", "is multiplied by h·(1 − h)")]
    [TestCase("other row", "the entries 3 * i + j of W stand for ")]
    public void Of_rows_of_rows(string bug, string words) => Check(bug, words,
        GradientCheck.OfBackward(a => Rows.Forward(a.Of<double[][]>("W"), a["x"]),
            (a, dy) => Rows.Backward(bug, a.Of<double[][]>("W"), a["x"], dy)).At(
                ("W", new[] { new[] { 0.5, -0.4, 0.3 }, [-0.6, 0.2, 0.7] }), ("x", new[] { 0.8, -1.1, 0.4 })));

    [TestCase("", "")]
    [TestCase("row length", "5 (Outputs) stands for 3 (Inputs) in i * 3, or i * 5 and i * 3 change places on line 24")]
    [TestCase("column for row", "on line 24 of FlatMatrix.cs: correct, once i * 5 + j and j * 3 + i change places")]
    [TestCase("last row first", "on line 24 of FlatMatrix.cs: correct, once the index of W in · runs backwards with i")]
    [TestCase("first sample", "the index of dy in · on line 28 of FlatMatrix.cs moves more with n")]
    public void Of_flat_arrays_the_index_is_named_that_moves_wrongly(string bug, string words) => Check(bug, words,
        GradientCheck.OfBackward(a => FlatMatrix.Forward(a["x"], a["W"]),
            (a, dy) => FlatMatrix.Backward(bug, a["x"], a["W"], dy))
            .At(("x", Draw(1, 6)), ("W", Draw(2, 15))));

    [TestCase("", "")]
    [TestCase("square of the value", "best[k] is divided by x[places[k]]")]
    public void Of_maxima_that_change_hands_nearby(string bug, string words)
    {
        var module = new Winners(bug);
        double[] x = Draw(3, 40);
        for (var k = 0; k < 20; k++) x[2 * k + 1] = x[2 * k] + (k % 2 == 0 ? 1e-3 : -1e-3);
        Check(bug, words, GradientCheck.OfModule<double[], double[]>(module.Forward, module.Backward).At(x));
    }

    [TestCase("", "")]
    [TestCase("other sign", "has the other sign")]
    public void Of_numbers_that_compiled_code_moves(string bug, string words) => Check(bug, words,
        GradientCheck.Of(Moved.Value, x => Moved.Gradient(bug, x)).At([0.4, -0.9, 1.2, 0.7, -0.3]));

    private static double[] Draw(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1)];
    }

    [Test]
    public void Many_suspects_are_told_by_their_lines_alone_if_there_are_any()
    {
        static Suspect Of(string words, (string, int, string)? line) => new(words, line, [], 1, 1, 0, []);
        Suspect[] variables = [.. "abcde".Select(name => Of($"the variable {name}", null))];
        Suspect[] lines = [.. new[] { 9, 3, 5 }.Select(n => Of("", ("A.cs", n, ""))), Of("", ("B.cs", 7, "x"))];
        Assert.That(Suspect.Several([.. variables, .. lines]),
            Is.EqualTo("one of the lines 3, 5, 9 of A.cs, or line 7 of B.cs"));
        Assert.That(Suspect.Several(variables), Does.StartWith("the variable a, or ").And.EndsWith("the variable e"));
    }

    [Test]
    public void Without_tracing_no_line_is_named() => Assert.That(
        Attention("no scale").WithoutTracing().Run().ToString(), Does.Contain("dk = ").And.Not.Contain(".cs"));

    [Test]
    public void Of_a_generic_layer() => Check("slope at y", "Swish.cs: correct, once x stands for y", GradientCheck.Of(
        new Swish<double>("slope at y")).At(2, 3));

    [Test]
    public void Of_float_code() => Check("half", "is multiplied by 2", GradientCheck.Of<float>(
        x => 0.5f * (x[0] * x[0] + 3 * x[1] * x[1]),
        x => [x[0], (float)("half" == Bug ? 1.5 : 3) * x[1]]).At([0.7f, -1.2f]));

    [Test]
    public void Of_a_loss_whose_target_has_another_shape() => Assert.That(
        $"{GradientCheck.Of(new Nearness()).At(new Tensor<double>(new Shape(2, 3), -0.6, 0.3, 1.5, 0.2, 0.9, 2.1),
            new Tensor<double>(new Shape(2, 4), -1.9, 0.1, 0.75, 2.2, -0.4, 0.5, 1.2, 3.3)).Run()}",
        Does.Contain("dprediction = correct × −1"));

    private static GradientCheck Attention(string bug) => GradientCheck.OfBackward(
        a => Scores.Forward(a["q"], a["k"], a["w"]), (a, dy) => Scores.Backward(bug, a["q"], a["k"], a["w"], dy))
        .At(("q", new[] { 0.4, -1.1, 0.7, 1.3, -0.6, 0.9 }), ("k", new[] { -0.5, 0.8, 1.2, -0.9, 0.3, 1.1 }),
            ("w", new[] { 0.7, -1.2, 0.4 }));

    private static string Bug => "half";

    private static void Check(string bug, string words, GradientCheck check)
    {
        var report = check.Run();
        Assert.That(report.Count(Verdict.Correct) == report.Entries, Is.EqualTo(bug.Length == 0), report.ToString);
        if (bug.Length == 0) return;
        var text = string.Join('\n', report.Diagnoses.Select(d => $"{d} {d.Repair}")).ReplaceLineEndings(" ");
        Assert.Multiple(() =>
        {
            Assert.That(PlantedLine.IsIn(text, bug, nameof(Repairing)), Is.True, text);
            Assert.That(text, Does.Contain(words));
        });
    }
}
