using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>
/// Expressions of the same code that may stand for others: what is missing in one place is often written in another.
/// E. T. Barr et al., "The plastic surgery hypothesis", FSE 2014, p. 306.
/// </summary>
/// <param name="of">Where they may stand.</param>
/// <param name="donors">What may stand there.</param>
internal sealed class Transplants(EditedMethod of, IReadOnlyList<Donor> donors)
{
    private const int Most = 5, SameUse = 3, Farthest = 9;

    /// <summary>Expressions in the places of others.</summary>
    public IEnumerable<Edit> All()
    {
        var seen = new HashSet<string>();
        foreach (var place in Expression.All(of.Method, of.Variables).Where(Donor.May))
        {
            var own = Donor.WordsOf(place);
            var here = new Lazy<CodeVariable[]>(() => [.. of.Variables.At(of.Code[place.From])]);
            foreach (var (text, instead) in donors.Where(one => one.Expression.Type == place.Type)
                .Select(one => (Donor: one, Distance: Distance(one, place, own)))
                .Where(one => one.Distance <= Farthest).OrderBy(one => one.Distance)
                .Select(one => (one.Donor.Expression.Text, Instead: Moved(one.Donor, here)))
                .Where(one => one.Instead is not null && seen.Add(Result(place, one.Instead))).Take(Most))
                yield return new($"{text} stands for {of.PlaceOf(place.Text, of.Code[place.From])}",
                    of.PlaceOf(place.Text, of.Code[place.From]),
                    new Replacement(of.Method, place.From, place.To - place.From, instead!));
        }
    }

    /// <summary>
    /// In how many words two differ; what is used alike is nearer. Far is what has no word in common.
    /// </summary>
    private static int Distance(Donor donor, Expression place, string[] own)
    {
        var isAlike = donor.Expression.Use == place.Use;
        if (donor.Expression.Text == place.Text) return int.MaxValue;
        if (IsNumber(own)) return place.Type == typeof(double) && IsNumber(donor.Words) ? 1 : int.MaxValue;
        var common = Donor.Common(donor.Words, own);
        return common == 0 && !(isAlike && own.Length > 1) ? int.MaxValue
            : donor.Words.Length + own.Length - 2 * common - (isAlike ? SameUse : 0);
    }

    private static bool IsNumber(string[] words) => words is [var one] && char.IsAsciiDigit(one[0]);

    /// <summary>The donor's instructions with the variables of the place; null where it has not all of them.</summary>
    private Op[]? Moved(Donor donor, Lazy<CodeVariable[]> here)
    {
        var (from, moved) = (Body.Of(donor.Method).Code, new List<Op>());
        Op[]? LoadOf((string Name, Type Type)? one) =>
            Array.Find(here.Value, other => (other.Name, other.Type) == one)?.Load;
        for (var i = donor.Expression.From; i < donor.Expression.To; i++)
        {
            var op = from[i];
            if (donor.Reads[i].FirstOrDefault(one => i + one.Count <= donor.Expression.To) is { Count: > 0 } use)
            {
                if (LoadOf((use.Name, use.Type)) is not { } own) return null;
                moved.AddRange(own);
                i += use.Count - 1;
            }
            else if (op.Family is "ldloca" or "ldarga")
            {
                if (LoadOf(donor.Variables.Addressed(op)) is not [{ Family: var load } own]) return null;
                moved.Add(own with { Family = $"{load}a", Name = $"{load}a" });
            }
            else if (op.Family is "call" or "callvirt" && Interpreter.Resolved<MethodBase>(donor.Method, op.Operand)
                is var called && Interpreter.IsOwn(called.DeclaringType!) && Body.Reached([called]).Contains(of.Method))
                return null;                                                 // it would call itself without an end
            else if (op.Family == "ldarg"
                && (of.Method.IsStatic || of.Method.DeclaringType != donor.Method.DeclaringType))
                return null;
            else moved.Add(op with { Member = Body.MemberOf(donor.Method, op) });
        }
        return [.. moved];
    }

    /// <summary>What the outermost expression would then be: two ways to it are one edit.</summary>
    private string Result(Expression place, Op[] instead)
    {
        var whole = place;
        while (whole.Whole is { } next) whole = next;
        return $"{whole.From}: " + string.Join(' ', of.Code[whole.From..place.From].Concat(instead)
            .Concat(of.Code[place.To..whole.To]).Select(op => op.Family is "ldloc" or "ldarg"
                ? $"{op.Family}{op.Operand}" : Expression.Symbol(of.Method, op)));
    }
}
