using System.Reflection;

namespace CnnVerified.Verification.Repairing;

/// <summary>
/// Tries edits of a backward pass until time is over, and goes on where it ended: those are found that mend it, mend
/// another pass as well, and leave the forward pass as it is.
/// </summary>
internal sealed class EditSearch(
    BackwardTape pass, Tape? forward, FirstWrong? first, IReadOnlySet<MethodBase> shared,
    IEnumerable<Lazy<BackwardTape?>> elsewhere)
{
    private const int Most = 5_000;
    private const double Trust = 0.125;          // in odds: half of what mends a pass is among the first 23 so
    private readonly Dictionary<(Stage, bool), Batch> batches = [];
    private readonly Lazy<Suspicion> suspicion = new(() => new(pass, first));
    private Edits? edits;

    /// <summary>The next ones that are found.</summary>
    /// <param name="stage">Which are tried.</param>
    /// <param name="areFirst">Whether those on the lines that are wrong first, or those on others.</param>
    /// <param name="isOver">Whether to end.</param>
    public IEnumerable<Repair> Next(Stage stage, bool areFirst, Func<bool> isOver)
    {
        if (isOver() || areFirst && !suspicion.Value.IsAnyFirst) yield break;
        var batch = Of(stage, areFirst, isOver);
        for (; batch.Tried < batch.All.Length && !isOver(); batch.Tried++)
        {
            var (number, edit) = (batch.Tried, batch.All[batch.Tried]);
            if (Mended(pass) is { Length: > 0 } gradients && HoldsElsewhere() && LeavesForward())
                yield return new(edit.Words, edit.Place, stage == Stage.Rare ? 2 : 1, gradients)
                {
                    Rank = edit.Rank,
                    Likeness = edits!.Likeness(edit),
                    IsVague = edit.IsVague,
                    Elsewhere = Mended,
                };

            int[] Mended(BackwardTape of) =>
                of.Tape.Mutated(batch.Schemata, number) is { } outputs ? of.MendedBy(outputs) : [];

            bool HoldsElsewhere() => elsewhere.All(one => one.Value is not { IsRight: false } other
                || batch.IsUsable(other) && Mended(other).Length > 0);

            bool LeavesForward() => !shared.Contains(edit.Instead[0].Method)
                || forward is not null && batch.Unchanged(forward) is { } same
                    && forward.Mutated(batch.Schemata, number)?.SequenceEqual(same) == true;
        }
    }

    /// <summary>Compiles those of a stage, which takes a while.</summary>
    public void Prepare(Stage stage, bool areFirst, Func<bool> isOver)
    {
        if (!areFirst || suspicion.Value.IsAnyFirst) Of(stage, areFirst, isOver);
    }

    /// <summary>Whether something is wrong first on a line.</summary>
    public bool IsFirst((string File, int Number, string)? line) => suspicion.Value.IsFirst(line);

    private Batch Of(Stage stage, bool areFirst, Func<bool> isOver) =>
        batches.TryGetValue((stage, areFirst), out var known) ? known
            : batches[(stage, areFirst)] = Compiled(stage, areFirst, isOver);

    /// <summary>None where compiled code does not give what the pass gives.</summary>
    private Batch Compiled(Stage stage, bool areFirst, Func<bool> isOver)
    {
        MethodBase[] methods = [.. pass.Tape.Methods.Where(one => !CodePlace.IsLibrary(one))];
        MethodBase[] known = [.. methods.Union(shared.Where(one => !CodePlace.IsLibrary(one)))];
        edits ??= new(known);
        var sites = methods.ToDictionary(one => one, AreFirst);
        Edit[] all = [.. methods.SelectMany(one => edits.Of(
                one, stage, isOver, op => sites[one].Contains(op) == areFirst))
            .Where(edit => suspicion.Value.IsFirst(edit.Place.Line) == areFirst)
            .Select(edit => (Edit: edit, Suspicion: suspicion.Value.Of(edit.Place))).Where(one => one.Suspicion > 0)
            .OrderByDescending(one => one.Suspicion * Math.Pow(one.Edit.Odds, Trust))
            .Select(one => one.Edit).Take(Most)];
        var schemata = new Schemata(known, all.Select(one => one.Instead));
        var batch = new Batch(all, schemata);
        return !schemata.MayRecurse && !Body.Reached(known).Any(Hazards.AreIn) && batch.IsUsable(pass)
            ? batch : new([], schemata);
    }

    /// <summary>The instructions on lines that are wrong first.</summary>
    private HashSet<Op> AreFirst(MethodBase method) => [.. Body.Of(method).Code.Where(op =>
        CodeLines.Of(method, op.Offset) is ({ } file, var line, var text)
            && suspicion.Value.IsFirst((file, line, text)))];

    private sealed record Batch(Edit[] All, Schemata Schemata)
    {
        private readonly Dictionary<BackwardTape, bool> usable = [];
        private double[]? unchanged;

        public int Tried { get; set; }

        /// <summary>What the forward pass gives without an edit: in float not the very numbers of its tape.</summary>
        public double[]? Unchanged(Tape forward) => unchanged ??= forward.Mutated(Schemata, Schemata.Unchanged);

        /// <summary>Whether compiled code without an edit gives what a pass gives.</summary>
        public bool IsUsable(BackwardTape pass) => usable.TryGetValue(pass, out var known) ? known : usable[pass] =
            pass.Tape.Mutated(Schemata, Schemata.Unchanged) is { } same && pass.Tape.Gives(same);
    }
}
