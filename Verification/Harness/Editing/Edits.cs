using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>
/// What may have been meant where no number is at fault: other conditions, variables and whole numbers, entries that
/// are added to and not replaced, other orders of statements.
/// </summary>
/// <param name="known">All methods that run.</param>
internal sealed class Edits(IReadOnlyCollection<MethodBase> known)
{
    private const int WhereDoneElsewhere = 10;              // times as likely

    private readonly Dictionary<MethodBase, EditedMethod> edited =
        known.ToDictionary(method => method, method => new EditedMethod(method, known));

    private Donor[]? donors;
    private HashSet<string>? written, multipliers;

    /// <summary>
    /// How likely an edit is by its names alone: above 1 where what it gives is written elsewhere, or is done there
    /// with another variable, or else how alike the names are; null where none stands for another.
    /// </summary>
    public double? Likeness(Edit edit) => edit.SetsTheSame ? 2 : edit.Renaming is not { } names ? null
        : names.Text is { } text && (written ??= [.. edited.Values.SelectMany(one => one.Texts)]).Contains(text)
            ? 2 + (names.Likeness ?? 0)
        : edit.IsDoneElsewhere ? 1.5 : names.Likeness;

    private HashSet<string> Multipliers => multipliers ??= [.. from method in edited.Values
                                                               from one in method.Expressions
                                                               where method.IsProduct(one)
                                                               from factor in one.Parts
                                                               select factor.Text.Split('.')[^1]];

    private Donor[] Donors => donors ??= Donor.All(edited.Values);

    /// <summary>Those of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="stage">Which of them.</param>
    /// <param name="isOver">When to end: long methods have very many.</param>
    /// <param name="sites">Where there may be some; null for all places.</param>
    public IEnumerable<Edit> Of(MethodBase method, Stage stage, Func<bool> isOver, Func<Op, bool>? sites = null)
    {
        var hazards = new Hazards(method);
        var of = sites is null ? edited[method] : edited[method].At(sites);
        Edit[] all = [.. In(of, stage).TakeWhile(_ => !isOver()).Where(
            edit => Array.TrueForAll(edit.Instead, hazards.Allows))];
        return all.Concat(all.Where(one => one.Every is not null).GroupBy(one => (one.Every, one.Place.Where))
            .Where(same => same.Count() > 1).Select(same => new Edit($"{same.Key.Every} {same.Key.Where}",
                same.First().Place, [.. same.SelectMany(one => one.Instead)])
            {
                Rank = same.First().Rank,
                Odds = same.First().Odds,
            }));
    }

    /// <summary>
    /// The kinds in the order in which they are told, and how many of ten thousand edits of each mended a pass, of 432
    /// mistakes that others had made: few of those that are legion.
    /// </summary>
    private IEnumerable<Edit> In(EditedMethod of, Stage stage)
    {
        var (variables, operands) = (new OtherVariables(of), new OtherOperands(of));
        var (numbers, calls, exchanges) = (new WholeNumbers(of), new OtherCalls(of), new Exchanges(of));
        var (transplants, sizes) = (new Transplants(of, Donors), new MeanSizes(of, Donors));
        (int Odds, IEnumerable<Edit> Edits)[] kinds = stage switch
        {
            Stage.Usual =>
            [
                (26, new Conditions(of).All()), (20, variables.LeftOut()), (868, calls.Stores()), (868, calls.Sums()),
                (10, operands.Structs()), (8, numbers.Nearest()), (20, sizes.TooMany()),
                (4, variables.OfOneType(isWhole: true)),
                (8, numbers.Others()), (40, numbers.Quotients()), (4, new Offsets(of).All()),
                (8, new WindowSettings(of, Multipliers).All()), (5, new Blocks(of).All()),
                (20, new Flags(of).All()), (20, operands.Targets()), (20, operands.ForUnnamed()),
                (6, calls.Alternatives()), (21, calls.Around()), (9, new Parentheses(of).All()),
                (5, variables.Constants()), (94, variables.Signs()), (44, variables.Formulas()),
                (20, new Loops(of).All()), (2, new Statements(of).All()),
                (20, sizes.All()), (40, transplants.Slopes()),
                (18, exchanges.OnALine(isWhole: true)), (21, variables.OfOneType(isWhole: false)),
                (20, variables.SignsSet()), (20, exchanges.Computed()), (20, exchanges.Throughout(isWhole: true)),
                (20, exchanges.Throughout(isWhole: false)), (5, variables.Given()),
            ],
            Stage.WrittenElsewhere => [(4, calls.Factors()), (1, transplants.All())],
            _ => [(1, exchanges.OnALine(isWhole: false)), (1, numbers.Few()), (1, numbers.Missing())],
        };
        return kinds.Index().SelectMany(kind => kind.Item.Edits.Select(
            one => one with
            {
                Rank = kind.Index,
                Odds = one.IsDoneElsewhere ? WhereDoneElsewhere * kind.Item.Odds : kind.Item.Odds,
            }));
    }
}
