using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>
/// What may have been meant where no number is at fault: other conditions, variables and whole numbers, entries that
/// are added to and not replaced, other orders of statements.
/// </summary>
/// <param name="known">All methods that run.</param>
internal sealed class Edits(IReadOnlyCollection<MethodBase> known)
{
    private readonly Lazy<Donor[]> donors = new(() => Donor.All(known));
    private readonly Dictionary<MethodBase, EditedMethod> edited = [];

    /// <summary>Those of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="stage">Which of them.</param>
    public IEnumerable<Edit> Of(MethodBase method, Stage stage)
    {
        var hazards = new Hazards(method);
        if (!edited.TryGetValue(method, out var of)) edited[method] = of = new(method, known);
        Edit[] all = [.. In(of, stage)
            .Where(edit => Array.TrueForAll(edit.Instead, hazards.Allows))];
        return all.Concat(all.Where(one => one.Every is not null).GroupBy(one => (one.Every, one.Place.Where))
            .Where(same => same.Count() > 1).Select(same => new Edit($"{same.Key.Every} {same.Key.Where}",
                same.First().Place, [.. same.SelectMany(one => one.Instead)])));
    }

    private IEnumerable<Edit> In(EditedMethod of, Stage stage)
    {
        var (variables, numbers, calls) = (new OtherVariables(of), new WholeNumbers(of), new OtherCalls(of));
        return stage switch
        {
            Stage.Usual =>
            [
                .. new Conditions(of).All(), .. variables.OfOneType(isWhole: true), .. numbers.Others(),
                .. calls.Stores(), .. new Statements(of).All(), .. calls.Alternatives(), .. variables.Constants(),
                .. variables.Signs(), .. variables.Formulas(), .. variables.Exchanges(isWhole: true),
                .. variables.OfOneType(isWhole: false),
            ],
            Stage.WrittenElsewhere => new Transplants(of, donors.Value).All(),
            _ => [.. variables.Exchanges(isWhole: false), .. numbers.Missing()],
        };
    }
}
