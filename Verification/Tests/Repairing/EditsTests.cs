using System.Text.RegularExpressions;
using CnnVerified.Verification.Editing;
using CnnVerified.Verification.Tracing;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Mistakes in which no number is at fault, but a condition, an index, a loop or an order.</summary>
[Parallelizable(ParallelScope.All)]
public class EditsTests
{
    private static readonly double[] X = [0.6, -0.8, 1.3];

    private static IEnumerable<TestCaseData> Cases()
    {
        TestCaseData Case(Func<double[], double> f, Func<double[], double[]> g, string words) =>
            new TestCaseData(f, g, words).SetArgDisplayNames(g.Method.Name);
        yield return Case(Slipped.Positive, Slipped.OtherWayRound, "is the other way round");
        yield return Case(Slipped.Positive, Slipped.FirstLeftOut, "on line #: correct, once 0 stands for 1");
        yield return Case(Slipped.Form, Slipped.OtherIndex,
            "j stands for i in g[i], or i and j in W[i, j] change places on line #");
        yield return Case(Slipped.Residuals, Slipped.Transposed, "change places on line #");
        yield return Case(Slipped.Form, Slipped.NotReset, "sum starts anew in each turn of the loop on line #");
        yield return Case(Slipped.Form, Slipped.Assigned, "is added to what is there, and does not replace it");
        yield return Case(Slipped.Residuals, Slipped.OnTheStack, "i stands for j in r[j] on line #");
        yield return Case(Slipped.Paired, Slipped.OtherOfAPair, "Step.Rows stands for Step.Columns on line #");
        yield return Case(Slipped.Bent, Slipped.BeforeTheBend, "dz stands for dy on line #");
        yield return Case(Slipped.Waves, Slipped.SingleAngle,
            "the double of it stands for one in Math.Sin(one) on line #");
        yield return Case(Slipped.Waves, Slipped.NotTheRest, "1 − it stands for one / 3 on line #");
        yield return Case(Slipped.Shares, Slipped.DiagonalOnly,
            "p·(dp − Σ p·dp), the sum over 3 at a time, stands for p[k] * (1 - p[k]) * dp[k] on line #");
        yield return Case(Slipped.Rows, Slipped.NotCleared, "row is cleared in each turn of the loop on line #");
        yield return Case(Slipped.Above, Slipped.AboveZero, "on line #: correct, once Weights[k] stands for 0");
        yield return Case(Slipped.Scaled, Slipped.NotLessOne, "1 is subtracted from Width, or ");
        yield return Case(
            Slipped.Narrowed, Slipped.NotSquared, "on line #: correct, once the square of Width stands for it");
        yield return Case(Slipped.Paid, Slipped.NotPaidBack, "cash of Paid stands for");
        yield return Case(Slipped.Shared, Slipped.NotShared, "is multiplied by 0.37");
        yield return Case(Slipped.Product, Slipped.OtherPart, "Imaginary stands for the third Real on line #");
        yield return Case(Queries.Positive, Queries.OtherSide, "is the other way round");
        yield return Case(Queries.Squares, Queries.NotTransposed, "change places on line #");
        yield return Case(
            Queries.Positive, Queries.OtherSideInAMethod, "is the other way round");
        yield return Case(Rearranged.Shifted, Rearranged.NotFactored,
            "Weights[i] * (x[i] - 0.5) stands for Weights[i] * x[i] - 0.5 on line #");
        yield return Case(Rearranged.Smallest, Rearranged.WithoutBraces,
            "the statement on line # stands under the condition on line #");
        yield return Case(Rearranged.Mean, Rearranged.WithinTheLoop,
            "the statement on line # comes after the loop on line #");
        yield return Case(Rearranged.Residuals, Rearranged.NotTransposed, "Transposed is called with Square on line #");
        yield return Case(Rearranged.Residuals, Rearranged.TransposedTwice, "Transposed on line # is left out");
        yield return Case(Rearranged.Running, Rearranged.NotCarried,
            "the value of later on line # is added to what is there, and does not replace it");
        yield return Case(Rearranged.Strided, Rearranged.OtherEntries, "2 * i, j + 1 stands for i, j on line #");
        yield return Case(Rearranged.Distance, Rearranged.NotSmoothed,
            "Target(i) stands for i == 1 ? 1 : 0 on line #");
        yield return Case(Rearranged.Softplus, Rearranged.OtherSign, ": correct, once x[i] has the other sign");
        yield return Case(Rearranged.Sigmoids, Rearranged.OtherBeside, ": correct, once s[i] stands for Other");
    }

    private static IEnumerable<TestCaseData> Swaps() => new (
        Func<double[], double> F, Func<double[], double[]> G, string Words)[]
    {
        (Swapped.Product, Swapped.Results, "p and q change places on line #"),
        (Swapped.Distance, Swapped.Targets, "c stands for every a on line #"),
        (Swapped.Neighbours, Swapped.Structs, "inner stands for all, or "),
        (Swapped.Views, Swapped.OtherView, "v and u change places on line #"),
        (Swapped.Pairs, Swapped.PairsReplaced, "is added to what is there, and does not replace it"),
        (Swapped.Scaled, Swapped.Virtual, "is added to what is there, and does not replace it"),
        (Counting.Recurrence, Counting.Forwards, "the loop on line # runs the other way round"),
        (Counting.Pairs, Counting.TriangleOnly, "the loop on line # runs while j < n"),
        (Counting.Different, Counting.WithItself, "the loop on line # starts at i + 1"),
        (Counting.Sines, Counting.ThreeTimes, "the statement on line # does not belong into the loop on line #"),
        (Counting.Ratios, Counting.NeitherReset, "sum and product start anew in each turn of the loop on line #"),
        (Confused.Messages, Confused.Reversed, "from and to change places wherever they are read"),
        (Confused.Table, Confused.RowForColumn, "i % 2 and i / 2 change places on line #"),
        (Confused.Turned, Confused.NotBack, "the value of back on line # has the other sign"),
        (Confused.Squares, Confused.OneTooMany, "x[3] on line # is left out"),
        (Confused.Lookup, Confused.Replaced, "every entry of g is added to what is there, and does not replace it"),
        (Confused.Kinked, Confused.NotOff, "is 0 where h is not above 0"),
        (Confused.Soft, Confused.Unused, "is multiplied by Sigmoid(…)"),
        (Confused.Tanhs, Confused.Overridden, "t stands for x"),
        (Counting.Springs, Counting.ActionAlone, "is followed by the same with i and j exchanged, and the other sign"),
        (Confused.Plane, Confused.OtherLength, "width stands for last in i * last"),
        (Scattered.Chain, Scattered.Replaced, "is added to what is there, and does not replace it"),
        (Scattered.Chain, Scattered.ReplacedInAList, "is added to what is there, and does not replace it"),
        (Scattered.Entropy, Scattered.DividedLater, "/ sum - (i == 1 ? 1 : 0) stands for"),
        (Scattered.Attended, Scattered.OtherRow, "Values stands for the second Keys on line #"),
        (Scattered.Others, Scattered.InEachTurn, "the statement on line # does not belong into the loop on line #"),
        (Averaged.Mean, Averaged.NotDivided, "is divided by x.Length"),
        (Averaged.Mean, Averaged.DividedByOther, ": correct, once x.Length stands for Pairs"),
        (Averaged.Total, Averaged.DividedAsWell, ": correct, once nothing is divided by x.Length"),
        (Averaged.Leaky, Averaged.NotLeaky, ": correct, once 0.3 * dz stands for 0 in "),
        (Windowed.Weighted, Windowed.OtherOrder, ": correct, once i % 2 (Classes) stands for i / 3"),
        (Windowed.Blocks, Windowed.OfTheFirstBlock, "first is added to the index Places[k] on line #"),
        (Averaged.Smoothed, Averaged.WithoutShare, "× 0.23 is subtracted from Math.Exp(x[i])"),
        (Averaged.Exponentials, Averaged.OtherGrid, "y stands for z on line #"),
        (Windowed.Windows, Windowed.NotSpread, "once u and v are multiplied by Spread on line #"),
        (Windowed.Windows, Windowed.NotSpreadOnce, "v on line # is multiplied by Spread"),
        (Clipped.Windows, Clipped.WholeWindows,
            "correct, once (to - from) * (high - low) stands for 4 on line #"),
        (Clipped.Rows, Clipped.FirstRow, "n * Extent.Height is added to the index c on line #"),
        (Clipped.All, Clipped.SomeOfAll, "runs while k < Extent.Rows * Extent.Columns"),
        (Clipped.Doubled, Clipped.NotDoubled, "true stands for false on line #"),
        (Forgotten.Pairs, Forgotten.SumsRunOn, "pair is cleared in each turn of the loop on line #"),
        (Forgotten.Softpluses, Forgotten.ValueForSlope, "Logistic stands for Softplus on line #"),
        (Forgotten.Sines, Forgotten.WithoutInnerSlope, "is multiplied by Logistic(x[i])"),
        (Forgotten.Weighted, Forgotten.DividedByCount, ": correct, once total stands for x.Length"),
        (Forgotten.Weighted, Forgotten.OwnWeight, "Labels[i] stands for the second i on line #"),
        (Forgotten.Gates, Forgotten.GateWithoutRest, "is multiplied by (1 − s)"),
        (Forgotten.Quotients, Forgotten.RootForSquare, "square stands for Math.Sqrt(square)"),
        (Sampled.Strided, Sampled.NotStrided, "q on line # is multiplied by s.Stride"),
        (Sampled.Rows, Sampled.WithBorder, "1 is added to i and j in Padded[i, j] on line #"),
        (Sampled.Differences, Sampled.NotScaled, "x[(i + 2) % 3] - x[i] on line # is divided by scale"),
        (Sampled.Softpluses, Sampled.ElsewhereSloped, "x[i] on line # is multiplied by Slope"),
        (Sampled.Squares, Sampled.RunningOn, "sum starts anew in each turn of the loop on line #"),
        (Sampled.Parts, Sampled.FromTheFirst, "p is added to the index r on line #"),
        (Counted.Strided, Counted.NotStrided, "k on line # is multiplied by Every.Stride"),
        (Counted.Known, Counted.DividedByAll, "known stands for x.Length"),
        (Counted.Planes, Counted.OtherSizes, "in (c * Wide + i) * Tall change places on line #"),
        (Counted.Lanes, Counted.SideBySide, "on line #: correct, once every k is multiplied by step"),
        (Windowed.Within, Windowed.WithinHeight, ": correct, once Width stands for Height"),
    }.Select(one => new TestCaseData(one.F, one.G, one.Words).SetArgDisplayNames(one.G.Method.Name));

    [TestCaseSource(nameof(Cases))]
    [TestCaseSource(nameof(Swaps))]
    public void Are_told_with_their_line(object f, object g, string words)
    {
        var said = Said((Func<double[], double>)f, (Func<double[], double[]>)g);
        Assert.That(Regex.Replace(said, @"line\s+[0-9]+\s+of\s+\w+\.cs", "line #"), Does.Contain(words));
    }

    [Test]
    public void A_variable_that_is_1_by_chance_is_no_number_that_is_wanted() => Assert.That(
        GradientCheck.OfBackward(a => new[] { Averaged.MeanSquare(a["x"]) },
            (a, dy) => [("x", Averaged.OtherMean(a["x"], dy[0]))]).At(("x", X)).Run().Diagnoses.Single().Repair,
        Does.Contain("6 stands for 3").And.Not.Contain("seed"));

    [Test]
    public void One_method_may_give_the_loss_and_the_gradient_in_float() => Assert.That(
        GradientCheck.Of<float>(Counted.Loss, Counted.TangentForWeight).At([0.6f, -0.8f, 1.3f]).Run()
            .Diagnoses.Single().ToString(), Does.Contain("Weights stands for h in 2 * h[i]"));

    [Test]
    public void A_setting_is_seen_by_a_lambda_too() => Assert.That(
        GradientCheck.Of(Sampled.Apart, Sampled.SideBySide).At([0.6, -0.8, 1.3, 0.2, 0.5, -0.4]).Run()
            .Diagnoses.Single().ToString(), Does.Contain("u on line").And.Contain("is multiplied by rate"));

    [Test]
    public void A_softmax_along_another_axis_than_the_last_is_told_by_its_formula() => Assert.That(
        GradientCheck.Of(Rearranged.Columns, Rearranged.DiagonalOfColumns).At([0.6, -0.8, 1.3, 0.2, 0.5, -0.4]).Run()
            .Diagnoses.Single().ToString(), Does.Contain("p·(dp − Σ p·dp), the sum over 3 at a time"));

    [Test]
    public void Entries_of_float_are_added_too([Values] bool isSpan) => Assert.That(
        GradientCheck.Of<float>(Scattered.Products, isSpan ? Scattered.ReplacedInASpan : Scattered.ReplacedInAMatrix)
            .At([0.6f, -0.8f, 1.3f, 0.7f]).Run().Diagnoses.Single().ToString(),
        Does.Contain("is added to what is there, and does not replace it"));

    [Test]
    public void None_are_looked_for_once_the_time_is_over()
    {
        var method = ((Func<double[], double[]>)Rearranged.NotMasked).Method;
        Assert.That(new Edits([method]).Of(method, Stage.Usual, () => false), Is.Not.Empty);
        Assert.That(new Edits([method]).Of(method, Stage.Usual, () => true), Is.Empty);
    }

    [Test]
    public void A_product_that_is_added_has_two_whole_numbers_with_names()
    {
        var method = ((Func<double[], double[]>)Clipped.FirstRow).Method;
        Assert.That(new Edits([method]).Of(method, Stage.Usual, () => false).Select(one => one.Words), Has.Some
            .StartWith("n * Extent.Height is added").And.None.StartWith("2 * n * Extent.Height is added"));
    }

    [Test]
    public void The_number_next_to_one_that_nobody_would_look_for_ends_no_search()
    {
        var method = ((Func<double[], double>)Fourth).Method;
        var nearest = new Edits([method]).Of(method, Stage.Usual, () => false)
            .Where(one => one.Words.StartsWith("5 stands for 4", StringComparison.Ordinal)).ToArray();
        Assert.That(nearest, Is.Not.Empty.And.All.Property(nameof(Edit.IsVague)).True);
    }

    private static double Fourth(double[] x) => 2 * x[4];

    [Test]
    public void What_is_computed_may_lack_a_factor()
    {
        var method = ((Func<double[], double[]>)Rearranged.NotMasked).Method;
        Assert.That(
            new Edits([method]).Of(method, Stage.WrittenElsewhere, () => false).Select(one => one.Words),
            Has.Some.Match(@"2 \* x\[i\] on .* is multiplied by x\[i\]$"));
    }

    [Test]
    public void A_mask_that_is_missing_is_told_with_its_condition() => Assert.That(
        GradientCheck.Of(Rearranged.Above, Rearranged.NotMasked).At([1.6, -0.8, 1.3, -0.1, -0.5]).Run().ToString()
            .ReplaceLineEndings(" "), Does.Match(
            @"on +line [0-9]+ +of +\w+\.cs: +correct, +once +2 +\* +x\[i\] +is +0 +unless +x\[i\] +> +0\.5"));

    [Test]
    public void Whatever_is_tried_the_codes_own_numbers_are_put_back()
    {
        var before = Slipped.Residuals(X);
        Said(Slipped.Residuals, Slipped.Transposed);
        Assert.That(Slipped.Residuals(X), Is.EqualTo(before));
    }

    [Test]
    public void Whatever_is_tried_what_code_is_given_is_left_alone()
    {
        int[] places = [2, 0, 1];
        Said(x => Forgotten.Picked(x, places), x => Forgotten.NotPicked(x, places));
        Assert.That(places, Is.EqualTo(new[] { 2, 0, 1 }));
    }

    [Test]
    public void A_condition_on_a_text_is_a_setting_and_no_mistake() => Assert.That(
        Said(Slipped.Squares, x => Slipped.WithASetting(x, "half")), Does.Not.Contain("condition"));

    [Test]
    public void Code_that_calls_itself_is_not_tried_otherwise() => Assert.That(
        Said(Slipped.Squares, Slipped.Recursive), Does.Contain("correct × 0.5"));

    [Test]
    public void Memory_on_the_stack_is_as_long_as_it_is_whatever_is_tried()
    {
        var method = ((Func<double[], double[]>)Slipped.OnTheStack).Method;
        Assert.That(
            new Edits([method]).Of(method, Stage.Usual, () => false)
                .Where(one => one.Place.Text.Contains("stackalloc", StringComparison.Ordinal))
                .Select(one => one.Words), Has.All.Contains("is left out").Or.Contains("comes before"));
    }

    [Test]
    public void Code_whose_indices_nobody_checks_is_not_tried_otherwise() => Assert.That(
        Said(Slipped.Residuals, Slipped.Unchecked), Does.Not.Contain("stands for the second j"));

    /// <summary>A stack that overflows ends the process.</summary>
    [Test]
    public void No_method_is_made_to_call_itself_on_whatever_way() =>
        Assert.That(Said(Slipped.Squares, Slipped.InSteps), Does.Contain("correct × 0.5"));

    [Test]
    public void No_call_is_moved_into_what_it_calls_and_none_of_what_has_not_run()
    {
        var caller = ((Func<double[], double[]>)Slipped.InParts).Method;
        var called = ((Func<double, double>)Slipped.Part).Method;
        string[] Moved(System.Reflection.MethodInfo to, params System.Reflection.MethodInfo[] ran) => [.. new Edits(ran)
            .Of(to, Stage.WrittenElsewhere, () => false).Select(one => one.Words)
            .Where(words => words.Contains("Part(z) stands", StringComparison.Ordinal))];
        Assert.That(Moved(caller, caller, called), Is.Not.Empty);
        Assert.That(Moved(called, caller, called), Is.Empty);
        Assert.That(Moved(caller, caller), Is.Empty);
    }

    [Test]
    public void A_lock_is_a_hazard_and_arithmetic_is_none() => Assert.That(
        new[] { Slipped.Locked, Slipped.OnTheStack }.Select(one => Hazards.AreIn(one.Method)),
        Is.EqualTo(new[] { true, false }));

    [Test]
    public void Of_a_module_over_rows_of_rows()
    {
        var module = new WordSums();
        Assert.That(GradientCheck.OfModule<double[][], double>(
            module.Forward, module.Backward, ("table", module.Table, module.DTable))
            .At(new double[][] { [0.6, -0.8], [1.3, 0.2], [-0.5, 0.9] }).Run().ToString().ReplaceLineEndings(" "),
            Does.Match("is added to what *is *there, *and does not replace it"));
    }

    [Test]
    public void What_is_written_elsewhere_in_the_code_is_moved_to_where_it_belongs()
    {
        double[] x = [0.6, -0.8, 1.3, 0.4, -0.5];
        string Of(Func<double[], double[]> g) => string.Join("\n", GradientCheck.Of(Averages.Value, g).At(x)
            .DiagnoseFor(TimeSpan.FromMinutes(1)).Run().Diagnoses).ReplaceLineEndings(" ");
        Assert.Multiple(() =>
        {
            Assert.That(Of(Averages.WeightOfThePosition), Does.Contain("Labels[k] stands for k on line"));
            Assert.That(Of(Averages.EndOfTheClipped), Does.Contain("2 * k - 1 + 3 stands for from + 3 on line "));
            Assert.That(Of(Averages.WithoutPadding), Does.Contain("2 * k - 1 stands for every 2 * k on line"));
            Assert.That(Of(Averages.OtherConstant), Does.Contain("Share stands for 0.09999999999999999 on line"));
        });
    }

    [Test]
    public void What_is_moved_brings_the_variables_along_that_are_set_once() => Assert.That(
        string.Join("\n", GradientCheck.Of(new Planes(new(new Shape(3), 0.7, -0.3, 0.4))).At(2, 3, 2, 2)
            .DiagnoseFor(TimeSpan.FromMinutes(1)).Run().Diagnoses).ReplaceLineEndings(" "),
        Does.Match("dscale = correct, once i / plane( % x.Shape\\[1\\])? stands for i.*dx = correct, once i / plane"));

    [Test]
    public void What_is_moved_may_be_of_float() => Assert.That(
        string.Join("\n", GradientCheck.Of<float>(Averages.Single, Averages.SingleOtherConstant)
            .At([0.6f, 0.1f, 1.3f, -0.4f]).DiagnoseFor(TimeSpan.FromMinutes(1)).Run().Diagnoses),
        Does.Contain(": correct, once 0.3 stands for 0.87"));

    /// <summary>With two windows k·2 − 1 is what k − 0 is.</summary>
    [Test]
    public void A_coincidence_of_one_size_is_no_explanation() => Assert.That(
        string.Join("\n", GradientCheck.Of(new StridedMeans(2)).At(2, 4).DiagnoseFor(TimeSpan.FromMinutes(1)).Run()
            .Diagnoses).ReplaceLineEndings(" "),
        Does.Contain("k * stride").And.Not.Contain("stands for 1 on").And.Not.Contain("stands for 0 on"));

    [Test]
    public void Of_a_step_that_moves_its_parameters()
    {
        var learner = new Learner();
        Assert.That($"{GradientCheck.OfUpdate<double[], double[]>(
            learner.Forward, learner.Step, 1, ("W", learner.W)).At([0.6, -0.8, 1.3]).Run()}".ReplaceLineEndings(" "),
            Does.Match("dx = correct, once o stands for i in dy.i. on *line [0-9]+ of Learner.cs"));
    }

    private static string Said(Func<double[], double> f, Func<double[], double[]> g) =>
        string.Join("\n", GradientCheck.Of(f, g).At(TakesFour(g) ? [.. X, 0.9] : X)
            .DiagnoseFor(TimeSpan.FromMinutes(1)).Run().Diagnoses);

    private static bool TakesFour(Func<double[], double[]> g) =>
        new[] { typeof(Swapped), typeof(Counting), typeof(Confused) }.Contains(g.Method.DeclaringType);
}
