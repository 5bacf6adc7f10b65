using System.Xml;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace CnnVerified.Verification.Tests.Training.Page;

[Parallelizable(ParallelScope.All)]
public sealed class PageTests
{
    private const int MostBytes = 3_000_000;

    [TestCaseSource(typeof(Pages), nameof(Pages.All))]
    public void A_page_is_well_formed(string name)
    {
        using var text = new StringReader(Pages.Of(name));
        using var reader = XmlReader.Create(text, new() { DtdProcessing = DtdProcessing.Ignore });
        Assert.That(() => { while (reader.Read()) { } }, Throws.Nothing);
        new HtmlParser(new() { IsStrictMode = true }).ParseDocument(Pages.Of(name));
    }

    [TestCaseSource(typeof(Pages), nameof(Pages.All))]
    public void A_page_loads_nothing(string name)
    {
        var page = Parsed(name);
        Assert.That(page.QuerySelectorAll("[src], [href], [srcset], link, base, iframe, object, embed"), Is.Empty);
        Assert.That(Pages.Of(name),
            Does.Not.Match("https?://|@import|url\\(|fetch\\(|XMLHttpRequest|\\bimport\\b *\\("));
        Assert.That(Encoding.UTF8.GetByteCount(Pages.Of(name)), Is.LessThan(MostBytes));
    }

    [TestCaseSource(typeof(Pages), nameof(Pages.All))]
    public void Every_figure_has_a_title_a_caption_and_pictures_with_a_text_alternative(string name)
    {
        var figures = Parsed(name).QuerySelectorAll("figure");
        Assert.That(figures, Is.Not.Empty);
        foreach (var figure in figures)
        {
            Assert.That(figure.QuerySelector("h3")!.TextContent.Trim(), Is.Not.Empty, figure.Id);
            Assert.That(figure.QuerySelector("figcaption")!.TextContent.Trim(), Has.Length.GreaterThan(30), figure.Id);
            Assert.That(figure.QuerySelectorAll("svg, table, pre, .tensors"), Is.Not.Empty, figure.Id);
            foreach (var svg in figure.QuerySelectorAll("svg:not([aria-hidden])"))
            {
                Assert.That(svg.GetAttribute("role"), Is.EqualTo("img"), figure.Id);
                Assert.That(svg.GetAttribute("aria-label"), Has.Length.GreaterThan(15), figure.Id);
            }
        }
    }

    [TestCaseSource(typeof(Pages), nameof(Pages.All))]
    public void Anchors_are_unique(string name) => Assert.That(
        Parsed(name).QuerySelectorAll("[id]").Select(element => element.Id), Is.Unique);

    [Test]
    public void The_page_of_a_training_has_every_figure()
    {
        var page = Parsed("training");
        Assert.That(page.QuerySelectorAll("figure").Select(figure => figure.Id), Is.EqualTo(new[]
        {
            "network", "losses", "kernels", "maps", "weights", "misread", "microscope", "verified", "gradient-1",
            "gradient-2", "gradient-3", "gradient-4", "gradient-5", "gradient-6", "gradient-7", "steps", "oracles",
            "kill-matrix", "training-with-bugs", "ledger", "worksheet", "solutions",
        }));
        Assert.That(page.QuerySelector("#network")!.TextContent, Does.Contain("341,727"));
        Assert.That(page.QuerySelector("#losses")!.TextContent,
            Does.Contain("0.09772345054220176").And.Contain("0.09772345054220022").And.Contain("2040 of 2115"));
        foreach (var bug in Catalogue.All)
            Assert.That(page.QuerySelector("#kill-matrix")!.TextContent, Does.Contain(bug.Name));
        Assert.That(page.QuerySelectorAll("#ledger tbody tr"), Has.Length.EqualTo(33));
        Assert.That(page.QuerySelectorAll("#training-with-bugs .line.s2"), Has.Length.GreaterThan(20));
        Assert.That(page.QuerySelector("#misread")!.TextContent, Does.Contain("75 of 2115"));
    }

    [Test]
    public void A_wrong_gradient_is_seen_in_its_difference_and_a_right_one_leaves_that_empty()
    {
        var page = Parsed("check");
        int Coloured(string figure) => page.QuerySelector($"#{figure} .panel:nth-child(3)")!
            .QuerySelectorAll(".plus, .minus").Length;
        Assert.That(Coloured("gradient-1"), Is.Zero, "kernels");
        Assert.That(Coloured("gradient-3"), Is.GreaterThan(5), "x");
        Assert.That(page.QuerySelectorAll("figure .worst"), Has.Length.EqualTo(9));
        Assert.That(page.QuerySelector("details.answer")!.TextContent, Does.Contain("rotated by 180°"));
    }

    [Test]
    public void A_page_of_a_layers_proof_shows_its_gradients()
    {
        var page = Parsed("proof");
        Assert.That(page.QuerySelectorAll("figure").Select(figure => figure.Id),
            Is.EqualTo(new[] { "verified", "gradient-1", "gradient-2", "gradient-3", "steps" }));
        Assert.That(page.QuerySelector("#verified")!.TextContent, Does.Contain("finite differences"));
    }

    [Test]
    public void A_hidden_answer_is_closed_and_the_rest_of_the_page_does_not_tell_it()
    {
        var page = Parsed("lesson");
        var answer = page.QuerySelector("details.answer")!;
        Assert.That(answer.HasAttribute("open"), Is.False);
        Assert.That(answer.TextContent, Does.Contain("dense-missing-transpose"));
        answer.Remove();
        Assert.That(page.DocumentElement.TextContent, Does.Contain("Smallest counterexample")
            .And.Not.Contain("dense-missing-transpose").And.Not.Contain("diagnosis").And.Not.Contain("Wᵀ"));
    }

    [Test]
    public void Every_planted_mistake_has_a_page()
    {
        foreach (var kind in Catalogue.All.DistinctBy(bug => bug.Breaks))
            Assert.That(new HtmlParser().ParseDocument(Lesson.Report(kind).ToHtml()).QuerySelectorAll("figure"),
                Is.Not.Empty, kind.Name);
    }

    [TestCase(1e-320)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_gradient_of_any_size_has_a_page(double slope)
    {
        var page = GradientCheck.Of(x => slope * x[0], x => [slope]).At([1.0]).Run().ToHtml();
        Assert.That(new HtmlParser().ParseDocument(page).QuerySelectorAll("figure"), Is.Not.Empty);
    }

    [Test]
    public void What_code_is_called_cannot_break_the_page()
    {
        const string Name = "<script>alert('1')</script> & \"x\"";
        var page = GradientCheck.Of(x => x[0], x => [2.0]).At([1.0]).Called(Name).Run().ToHtml();
        Assert.That(page, Does.Not.Contain("<script>alert"));
        Assert.That(new HtmlParser().ParseDocument(page).QuerySelector("h1")!.TextContent, Does.StartWith(Name));
    }

    private static IDocument Parsed(string name) => new HtmlParser().ParseDocument(Pages.Of(name));
}
