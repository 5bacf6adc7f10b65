using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Sizes by which means are taken: others in their place, those that are missing or too many.</summary>
/// <param name="of">Where they may stand.</param>
/// <param name="donors">What may stand there.</param>
internal sealed class MeanSizes(EditedMethod of, IReadOnlyList<Donor> donors)
{
    private readonly Graft graft = new(of);
    private readonly Donor[] sizes = [.. donors.Where(one => IsSize(one.Expression, one.Uses))];

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => of.Edited.Where(place => Donor.IsNumber(place.Type) && !place.IsAddress)
        .SelectMany(place => IsSize(place, [place.Use]) ? Others(place)
            : LeftOut(place).Concat(place.Whole is null ? Missing(place) : []));

    /// <summary>Whether something is a whole number that is used as another one, or divides by itself.</summary>
    private static bool IsSize(Expression one, HashSet<string> uses) => one.Parts is [{ Type: var type }]
        ? type == typeof(int) && one.Text == one.Parts[0].Text
        : one is { Parts: [], Text: [.., not ']'] } && uses.Contains("1 of div");

    private IEnumerable<Edit> Others(Expression place) =>
        from other in At(place)
        where other.Text != place.Text
        let at = of.PlaceOf(place)
        select new Edit($"{other.Text} stands for {at}", at,
            new Replacement(of.Method, place.From, place.To - place.From, other.Ops))
        {
            Renaming = new(of, place.From, place.Text, other.Text),
        };

    private IEnumerable<Edit> Missing(Expression place) =>
        from size in At(place)
        from sign in new[] { ("divided", "div"), ("multiplied", "mul") }
        let at = of.PlaceOf(place)
        select new Edit($"{at} is {sign.Item1} by {size.Text}", at,
            new Replacement(of.Method, place.To, 0, [.. size.Ops, Named(of.Code[place.From], sign.Item2)]));

    private IEnumerable<Edit> LeftOut(Expression place)
    {
        if (place.Parts is [_, var right] && IsSize(right, [right.Use]) && of.PlaceOf(right) is var at
            && of.Code[place.To - 1] is { Family: "div" or "mul" } sign)
            yield return new($"nothing is {(sign.Family == "div" ? "divided" : "multiplied")} by {at}", at,
                new Replacement(of.Method, right.From, place.To - right.From, []));
    }

    /// <summary>The sizes that may be used at a place, and their instructions.</summary>
    private IEnumerable<(string Text, Op[] Ops)> At(Expression place)
    {
        var here = graft.VariablesAt(of.Code[place.From]);
        var toNumber = Named(of.Code[place.From], place.Type == typeof(double) ? "conv.r8" : "conv.r4");
        return from size in sizes
               let ops = graft.Of(size, here)
               where ops is not null
               select (size.Expression.Text, (Op[])[.. ops, toNumber]);
    }
}
