using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>
/// Changes of a backward pass that make wrong gradients right, found as automatic program repair finds them: Le Goues,
/// Pradel and Roychoudhury, Communications of the ACM 62(12), 2019, p. 56.
/// </summary>
internal sealed class Repairs
{
    private const int LongCode = 800;                          // instructions
    private const int Last = 100;                              // in rank: names that have nothing in common
    private const double ForFirst = 0.3, ForUsual = 0.12, Whole = 1, Middling = 0.5;
    private readonly BackwardTape pass;
    private readonly Func<Repair, bool> holds;
    private readonly Lazy<Suspect[]> suspects;
    private readonly EditSearch edits;
    private readonly OperandSearch operands;

    /// <summary>The repairs of a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="forward">The forward pass, if it is known.</param>
    /// <param name="first">Where the pass goes wrong first, if that is known.</param>
    /// <param name="shared">The methods that the forward pass runs.</param>
    /// <param name="inputs">What the inputs are called.</param>
    /// <param name="sought">Those found elsewhere that are of interest; null for all.</param>
    /// <param name="elsewhere">The pass at other points.</param>
    /// <param name="holds">Whether something that was found makes the pass right at other points.</param>
    /// <param name="deadline">When to end.</param>
    public Repairs(
        BackwardTape pass, Tape? forward, FirstWrong? first, IReadOnlySet<MethodBase> shared,
        IReadOnlyCollection<string> inputs,
        IReadOnlyCollection<Repair>? sought, IEnumerable<Lazy<BackwardTape?>> elsewhere,
        Func<Repair, bool> holds, Deadline deadline)
    {
        (this.pass, this.holds) = (pass, holds);
        edits = new(pass, forward, first, shared, elsewhere);
        operands = new(pass, forward is { IsTraced: true } ? forward : null, inputs, edits.IsFirst);
        suspects = new(() => [.. Suspect.All(pass).Where(one => one.Line is null || !operands.IsDefining(one.Steps))]);
        All = Distinct(sought is not null ? Again(sought, deadline) : FirstOf(Sources(deadline)));
    }

    /// <summary>
    /// Where repairs are looked for, the likeliest first: in long code where it is wrong first, as all lines are too
    /// many.
    /// </summary>
    private IEnumerable<Repair>[] Sources(Deadline deadline)
    {
        return IsLong
            ? [
                Edited(Stage.Usual, areFirst: true, ForFirst), OnFirst(),
                Edited(Stage.WrittenElsewhere, areFirst: true, ForFirst),
                Edited(Stage.Usual, areFirst: false, ForUsual), operands.Next(null, areFirst: false, IsNearlyOver),
                Edited(Stage.WrittenElsewhere, areFirst: false, Whole),
            ]
            : [
                Edited(Stage.Usual, areFirst: true, ForFirst), Edited(Stage.Usual, areFirst: false, ForUsual),
                operands.Next(null, areFirst: null, IsNearlyOver),
                Edited(Stage.WrittenElsewhere, areFirst: true, Whole),
                Edited(Stage.WrittenElsewhere, areFirst: false, Whole),
            ];

        bool IsNearlyOver() => deadline.IsNearlyOver;

        IEnumerable<Repair> OnFirst()
        {
            foreach (var one in operands.Next(null, areFirst: true, deadline.Share(ForFirst))) yield return one;
        }

        // The share of the time begins when they are compiled.
        IEnumerable<Repair> Edited(Stage stage, bool areFirst, double share)
        {
            edits.Prepare(stage, areFirst, IsNearlyOver);
            foreach (var one in edits.Next(stage, areFirst, share < Whole ? deadline.Share(share) : IsNearlyOver))
                yield return one;
        }
    }

    private bool IsLong => pass.Tape.Methods.Where(one => !CodePlace.IsLibrary(one))
        .Sum(one => Body.Of(one).Code.Length) > LongCode;

    /// <summary>Looks for what takes longer, where nothing is found.</summary>
    public void Finish(Deadline deadline)
    {
        if (All.Count == 0)
            All = Distinct(FirstOf(from stage in Enum.GetValues<Stage>()
                                   from areFirst in new[] { true, false }
                                   select edits.Next(stage, areFirst, () => deadline.IsOver)));
    }

    /// <summary>Less likely is what others explain that make more gradients right, or leave less open.</summary>
    private static Repair[] Distinct(IEnumerable<Repair> all)
    {
        Repair[] found = [.. all.DistinctBy(one => one.Words)];
        return Array.FindAll(found, one => !Array.Exists(found, other => !one.Gradients.Except(other.Gradients).Any()
            && (other.Gradients.Length > one.Gradients.Length
                || (one.Likeness ?? Middling) <= 1 && other.Likeness > 1 && one.Place.Where == other.Place.Where
                || one.IsVague && !other.IsVague && other.Weight <= one.Weight)));
    }

    /// <summary>What the first sources give, until it is told what makes all right.</summary>
    private List<Repair> FirstOf(IEnumerable<IEnumerable<Repair>> sources)
    {
        var found = new List<Repair>();
        foreach (var source in sources)
        {
            found.AddRange(source.OrderBy(one => one.Likeness > 1 ? -1 : one.Likeness == 0 ? Last : one.Rank)
                .ThenByDescending(one => one.Likeness ?? Middling));
            // A coincidence ends no search.
            while (found.Where(MendsAll).MinBy(one => one.Weight) is { IsVague: false } best)
                if (best.Elsewhere is not null || holds(best)) return found;
                else found.Remove(best);
        }
        return found;
    }

    /// <summary>Whether it makes right all that is wrong.</summary>
    public bool MendsAll(Repair repair) => repair.Gradients.Length == pass.WrongGradients.Length;

    /// <summary>What was found elsewhere, if it holds here.</summary>
    private IEnumerable<Repair> Again(IReadOnlyCollection<Repair> sought, Deadline deadline) =>
        sought.Select(one => one with { Gradients = one.Elsewhere?.Invoke(pass) ?? [] })
            .Where(one => one.Gradients.Length > 0).Concat(operands.Next(
                [.. sought.Where(one => one.Elsewhere is null).Select(one => one.Key)], null, () => deadline.IsOver));

    /// <summary>Whether it is known what each line computes.</summary>
    public bool AreLinesKnown => pass.Tape.IsTraced;

    /// <summary>Each change that makes right all that it reaches.</summary>
    public IReadOnlyList<Repair> All { get; private set; }

    /// <summary>What can be at fault, alone, for a gradient: what explains most, and what is added to it.</summary>
    /// <param name="gradient">Which gradient.</param>
    public Suspect[] Suspects(int gradient)
    {
        var own = suspects.Value.Where(one => one.Gradients.Contains(gradient)).ToArray();
        if (Array.Exists(own, one => !one.IsVague)) own = Array.FindAll(own, one => !one.IsVague);
        own = Array.FindAll(own, one => one.Explained == 0 || one.Explained == own.Max(other => other.Explained));
        // A line that calls what is suspect does more than that.
        bool Calls(Suspect one, Suspect other) => one.Line is not null && other.Line is not null
            && other.Explained == one.Explained && other.Steps.Length < one.Steps.Length
            && !other.Steps.Except(one.Steps).Any();
        return [.. own.Where(one => !Array.Exists(own, other => Calls(one, other)))
            .OrderByDescending(one => one.IsTelling).ThenBy(one => one.Right > 0).ThenBy(one => one.Rank)];
    }

    /// <summary>Whether something reaches all that is wrong.</summary>
    public bool ExplainsAll(Suspect suspect) =>
        suspect.Explained == Enumerable.Range(0, pass.Error.Length).Count(pass.IsWrong);
}
