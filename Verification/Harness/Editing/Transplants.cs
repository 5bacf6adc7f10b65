using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>
/// Expressions of the same code that may stand for others: what is missing in one place is often written in another.
/// E. T. Barr et al., "The plastic surgery hypothesis", FSE 2014, p. 306.
/// </summary>
/// <param name="of">Where they may stand.</param>
/// <param name="donors">What may stand there.</param>
internal sealed class Transplants(EditedMethod of, IReadOnlyList<Donor> donors)
{
    private const int Most = 8, SameUse = 3, Farthest = 9;
    private readonly Graft graft = new(of);

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => Multiplied().Concat(Others());

    /// <summary>What is 0 on one side of a choice is a slope times the other side, as in a leaky ReLU.</summary>
    public IEnumerable<Edit> Slopes()
    {
        Donor[] slopes = [.. donors.Where(one => one.Expression.Whole?.Use == Expression.Side
            && one.Uses.Overlaps(["0 of mul", "1 of mul"]) && (one.Of.IsRead(one.Expression) || IsNumber(one.Words)))];
        foreach (var zero in of.Edited.Where(
            one => one.Use == Expression.Side && one.Text == "0" && Donor.IsNumber(one.Type)))
            foreach (var slope in slopes.Where(one => one.Expression.Type == zero.Type))
                if (zero.Whole!.Parts is [.., var then, var other] && (then == zero || other == zero)
                    && (then == zero ? other : then) is var side && of.PlaceOf(zero.Text, zero.From) is var at
                    && graft.Of(slope, graft.VariablesAt(of.Code[zero.From])) is { } ops)
                    yield return new($"{slope.Expression.Text} * {side.In(2)} stands for {at}", at, new Replacement(
                        of.Method, zero.From, zero.To - zero.From,
                        [.. ops, .. of.Code[side.From..side.To], Named(of.Code[zero.From], "mul")]));
    }

    /// <summary>
    /// What is computed is 0 unless a condition holds, or is multiplied or divided by a variable or an entry.
    /// </summary>
    private IEnumerable<Edit> Multiplied()
    {
        foreach (var place in of.Edited.Where(
            one => one is { IsAddress: false, Whole: null } && Donor.IsNumber(one.Type)))
        {
            var (own, op) = (Donor.WordsOf(place), of.Code[place.From]);
            var (here, at) = (graft.VariablesAt(op), of.PlaceOf(place));
            var toNumber = Named(op, place.Type == typeof(double) ? "conv.r8" : "conv.r4");
            foreach (var (text, mask) in Nearest(one => one.Expression.Type == typeof(bool)))
                yield return Behind($"is 0 unless {text}", [.. mask, toNumber, Named(op, "mul")]);
            foreach (var (text, factor) in Nearest(
                one => one.Expression.Type == place.Type && one.Of.IsRead(one.Expression)))
            {
                yield return Behind($"is multiplied by {text}", [.. factor, Named(op, "mul")]);
                yield return Behind($"is divided by {text}", [.. factor, Named(op, "div")]);
            }

            IEnumerable<(string Text, Op[] Ops)> Nearest(Func<Donor, bool> may) => donors.Where(may)
                .OrderByDescending(one => Donor.Common(one.Words, own))
                .Select(one => (one.Expression.Text, Ops: graft.Of(one, here)!))
                .Where(one => one.Ops is not null).Take(Most);

            Edit Behind(string how, Op[] ops) => new($"{at} {how}", at, new Replacement(of.Method, place.To, 0, ops));
        }
    }

    /// <summary>Expressions in the places of others.</summary>
    private IEnumerable<Edit> Others()
    {
        var seen = new HashSet<string>();
        foreach (var place in of.Edited.Where(one => Donor.May(one) && one.Asks.Length == 0))
        {
            var (own, statement) = (Donor.WordsOf(place), of.StatementOf(place.From));
            var (here, at) = (graft.VariablesAt(of.Code[place.From]), of.PlaceOf(place));
            var set = of.SetBy(place);
            bool SetsSame(Donor donor) => set is not null && donor.Sets.Contains(set);
            foreach (var (text, isSame, instead) in donors.Where(one => one.Expression.Type == place.Type)
                .Select(one => (Donor: one, Distance: SetsSame(one) && one.Expression.Text != place.Text ? 0
                    : Distance(one, place, own, statement)))
                .Where(one => one.Distance <= Farthest).OrderBy(one => one.Distance)
                .Select(one => (one.Donor.Expression.Text, SetsSame(one.Donor), Instead: graft.Of(one.Donor, here)))
                .Where(one => one.Instead is not null && seen.Add(Result(place, one.Instead))).Take(Most))
                yield return new($"{text} stands for {at}", at, new Replacement(
                    of.Method, place.From, place.To - place.From, instead!))
                {
                    Every = $"{text} stands for every {place.Text}",
                    SetsTheSame = isSame,
                    Renaming = new(of, place.From, place.Text, text),
                };
        }
    }

    /// <summary>
    /// In how many words two differ; what is used alike, or written on the same line, is nearer. Far is what has no
    /// word in common.
    /// </summary>
    private int Distance(Donor donor, Expression place, string[] own, int statement)
    {
        var isAlike = donor.Uses.Contains(place.Use);
        if (donor.Expression.Text == place.Text) return int.MaxValue;
        if (isAlike && IsThreshold(place, own)) return donor.Words.Length;
        if (IsNumber(own)) return place.Type != typeof(int) && IsNumber(donor.Words) ? 1 : int.MaxValue;
        var common = Donor.Common(donor.Words, own);
        var isBeside = donor.Statements.Contains((of.Method, statement));
        return common == 0 && !(isAlike && own.Length > 1) && !isBeside ? int.MaxValue
            : donor.Words.Length + own.Length - 2 * common - (isAlike || isBeside ? SameUse : 0);
    }

    private static bool IsNumber(string[] words) => words is [var one] && char.IsAsciiDigit(one[0]);

    private static bool IsThreshold(Expression place, string[] own) => place.Type != typeof(int)
        && (IsNumber(own) || own is ["T.Zero" or "T.One"]) && place.Use is "1 of op_GreaterThan" or "1 of op_LessThan"
        or "1 of op_GreaterThanOrEqual" or "1 of op_LessThanOrEqual"
        or "1 of bgt" or "1 of blt" or "1 of bge" or "1 of ble" or "1 of cgt" or "1 of clt";

    /// <summary>What the outermost expression would then be: two ways to it are one edit.</summary>
    private string Result(Expression place, Op[] instead)
    {
        var whole = place;
        while (whole.Whole is { } next) whole = next;
        return $"{whole.From}: " + string.Join(' ', of.Code[whole.From..place.From].Concat(instead)
            .Concat(of.Code[place.To..whole.To]).Select(op => op.Family is "ldloc" or "ldarg"
                ? $"{op.Family}{op.Operand}" : Computation.Symbol(of.Method, op)));
    }
}
