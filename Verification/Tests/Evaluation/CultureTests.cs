namespace CnnVerified.Verification.Tests.Evaluation;

/// <summary>What reports say does not depend on where in the world they are read.</summary>
[Parallelizable]
public class CultureTests
{
    private CultureInfo own = CultureInfo.InvariantCulture;

    [SetUp]
    public void Remember() => own = CultureInfo.CurrentCulture;

    [TearDown]
    public void Restore() => CultureInfo.CurrentCulture = own;

    [Test]
    public void Reports_are_the_same_under_every_culture()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var expected = Reports();
        CultureInfo.CurrentCulture = Foreign();
        Assert.That($"{-1.5}", Is.EqualTo("minus1,5"));
        Assert.That(Reports(), Is.EqualTo(expected));
    }

    /// <summary>German numbers, and more: made here, since a program without globalisation knows no cultures.</summary>
    private static CultureInfo Foreign()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new()
        {
            NumberDecimalSeparator = ",",
            NumberGroupSeparator = ".",
            NegativeSign = "minus",
            NaNSymbol = "keine Zahl",
            PositiveInfinitySymbol = "unendlich",
            NegativeInfinitySymbol = "minus unendlich",
        };
        return culture;
    }

    private static string Reports()
    {
        var text = new StringBuilder();
        foreach (var kind in Catalogue.All.GroupBy(bug => bug.Breaks))
        {
            var bug = kind.First();
            var specimen = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, 1).With(bug);
            text.Append(Lesson.Of(bug)).Append(LayerProof.Of(specimen.AsLayer).At(specimen.X).Run())
                .Append(specimen.Check().ByRandomProjection(2).Run())
                .Append(specimen.Check().Run(CheckShard.Whole).ToJson())
                .Append(specimen.Check().Run(CheckShard.Whole).Summary);
        }
        var subject = PlainFunction.At(
            x => x[0] > -2 ? x[0] : throw new InvalidOperationException(), _ => [1], new(new(1), -1.5));
        subject.NewEvaluator().Evaluate(0, 0, -2.5, new double[1]);
        return text.Append(subject.Thrown).ToString();
    }
}
