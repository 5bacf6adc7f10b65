using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Expressions of one method with the variables of another.</summary>
/// <param name="of">The other method.</param>
internal sealed class Graft(EditedMethod of)
{
    /// <summary>The variables that an instruction may use.</summary>
    public Lazy<CodeVariable[]> VariablesAt(Op op) => new(() => [.. of.Variables.At(op)]);

    /// <summary>The donor's instructions with the variables of the place; null where it has not all of them.</summary>
    public Op[]? Of(Donor donor, Lazy<CodeVariable[]> here)
    {
        var moved = new List<Op>();
        return Move(donor.Expression) ? [.. moved, .. donor.Expression.Asks] : null;

        bool Move(Expression one)
        {
            var (from, code) = (donor.Of, donor.Of.Code);
            for (var i = one.From; i < one.To; i++)
            {
                var op = code[i];
                if (from.ReadAt(i, one) is { } use)
                {
                    if (LoadOf((use.Name, use.Type)) is { } own) moved.AddRange(own);
                    else if (op.Family != "ldloc" || !from.Definitions.TryGetValue(op.Operand, out var definition)
                        || !Move(definition)) return false;
                    i += use.Count - 1;
                }
                else if (from.Variables.IsCopied(i))
                {
                    if (of.Variables.CopyOf(from.Variables.TypeOf(op.Operand)) is not { } copy) return false;
                    moved.AddRange([op with { Operand = copy }, code[++i] with { Operand = copy }]);
                }
                else if (op.Family is "ldloca" or "ldarga")
                {
                    if (LoadOf(from.Variables.Addressed(op)) is not [{ Family: var load } own]) return false;
                    moved.Add(own with { Family = $"{load}a", Name = $"{load}a" });
                }
                else if (op.Family == "ldarg" && (of.Method.IsStatic
                    || of.Method.DeclaringType != from.Method.DeclaringType)
                    || Body.IsJump(op) || MayNotEnd(op)) return false;
                else moved.Add(op with { Member = Body.MemberOf(from.Method, op) });
            }
            return true;
        }

        Op[]? LoadOf((string Name, Type Type)? one) =>
            Array.Find(here.Value, other => (other.Name, other.Type) == one)?.Load;

        // What has not run may not end, and what leads back to the place does not.
        bool MayNotEnd(Op op) => op.Family is "call" or "callvirt"
            && Interpreter.Resolved<MethodBase>(donor.Of.Method, op.Operand) is var called
            && Interpreter.IsOwn(called.DeclaringType!)
            && (!of.Known.Contains(called) || Body.Reached([called]).Contains(of.Method));
    }
}
