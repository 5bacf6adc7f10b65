using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Sizes by which means are taken: others in their place, those that are missing or too many.</summary>
/// <param name="of">Where they may stand.</param>
/// <param name="donors">What may stand there.</param>
internal sealed class MeanSizes(EditedMethod of, IReadOnlyList<Donor> donors)
{
    private readonly Graft graft = new(of);
    private readonly CountingLoops loops = new(of);
    private readonly Donor[] sizes = [.. donors.Where(one => IsSize(one.Expression, one.Uses))];

    /// <summary>Others, and those that are missing.</summary>
    public IEnumerable<Edit> All() => Numbers.SelectMany(place => IsSize(place, [place.Use]) ? Others(place)
        : place.Whole is null ? Missing(place) : []);

    /// <summary>Those that are too many.</summary>
    public IEnumerable<Edit> TooMany() =>
        from place in Numbers
        where place.Parts is [_, var size] && IsSize(size, [size.Use])
        let at = of.PlaceOf(place.Parts[1])
        let sign = of.Code[place.To - 1].Family
        where sign is "div" or "mul"
        select new Edit($"nothing is {(sign == "div" ? "divided" : "multiplied")} by {at}", at,
            new Replacement(of.Method, place.Parts[1].From, place.To - place.Parts[1].From, []));

    private IEnumerable<Expression> Numbers =>
        of.Edited.Where(place => Donor.IsNumber(place.Type) && !place.IsAddress);

    /// <summary>Whether something is a whole number that is used as another one, or divides by itself.</summary>
    private static bool IsSize(Expression one, HashSet<string> uses) => one.Parts is [{ Type: var type }]
        ? type == typeof(int) && one.Text == one.Parts[0].Text
        : one is { Parts: [], Text: [.., not ']'] } && uses.Contains("1 of div");

    private IEnumerable<Edit> Others(Expression place) =>
        from other in At(place).Concat(of.VariablesAt(of.Code[place.From], typeof(int))
            .Where(one => one.Load is [{ Family: "ldloc", Operand: var local }] && IsCounted(local))
            .Select(one => (Text: one.Name, Ops: AsNumber(one.Load, place))))
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

    /// <summary>The sizes that may be used at a place, and their instructions.</summary>
    private IEnumerable<(string Text, Op[] Ops)> At(Expression place)
    {
        var here = graft.VariablesAt(of.Code[place.From]);
        return (from size in sizes
                let ops = graft.Of(size, here)
                where ops is not null
                select (size.Expression.Text, Ops: ops)).Concat(loops.Turns(of.Code[place.From]))
            .Select(one => (one.Text, AsNumber(one.Ops, place)));
    }

    /// <summary>Whether a variable is what a method, and no property, has given.</summary>
    private bool IsCounted(long local) =>
        Array.FindIndex(of.Code, op => op.Family == "stloc" && op.Operand == local) is > 0 and var set
        && Body.MemberOf(of.Method, of.Code[set - 1]) is MethodInfo { IsSpecialName: false };

    private Op[] AsNumber(Op[] whole, Expression place) =>
        [.. whole, Named(of.Code[place.From], place.Type == typeof(double) ? "conv.r8" : "conv.r4")];
}
