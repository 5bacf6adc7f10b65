using CnnVerified.Verification.Reporting;

namespace CnnVerified.Training.Page;

/// <summary>
/// The page of <c>report</c>: what was trained, how its gradients were proven, and what to learn from it.
/// </summary>
internal static class TrainingPage
{
    /// <summary>The page of a training.</summary>
    public static Document Of(Recording recording)
    {
        var check = PointOfCheck.Near(recording.Start, recording.Loss, recording.Data.Training, image: 0).Run();
        return new("A network from scratch, its training, and the proof of its gradients", Markup.Of($"""
            <p>{check.Summary.Headline()}</p>
            {Section("The network and its training", [
                NetworkFigure.Of(recording), LossFigures.Of(recording), .. EpochFigures.Of(recording),
                MisreadFigure.Of(recording),
            ])}
            {Section("A backward pass, number by number", [Microscope.Figure()])}
            {Section("Its gradients, proven", [
                HtmlReport.TableOf(check.Page,
                    "The gradient that training starts with: every parameter and every pixel, by finite differences."),
                .. check.Figures,
            ])}
            {Section("How far the checker can be trusted",
                [OraclesFigure.Of(), KillMatrixFigure.Of(), BugsFigure.Of(), LedgerFigure.Of()])}
            {Worksheet.Of()}
            """))
        {
            Script = Embedded.Text("Microscope.js"),
            Style = Embedded.Text("Microscope.css"),
        };
    }

    private static Markup Section(string title, IReadOnlyList<Figure> figures) => Markup.Of($"""
        <section>
        <h2>{title}</h2>
        {figures.Select(figure => figure.Markup())}</section>

        """);
}
