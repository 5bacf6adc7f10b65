using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>What is written, asked or given in place of something else, where no variable is read by itself.</summary>
internal sealed class OtherOperands(EditedMethod of)
{
    /// <summary>Variables to which is added what belongs to others.</summary>
    public IEnumerable<Edit> Targets()
    {
        foreach (var (name, type, at, _) in of.Writes.Where(write => !write.Type.IsArray))
        {
            var from = of.Starts.LastOrDefault(start => start <= at);
            var reads = of.Uses.Reads.Where(read => read.At >= from && read.At < at && read is { Count: 1 }
                && of.Code[read.At] is { Family: "ldloc" } op && op.Operand == of.Code[at].Operand).ToArray();
            if (reads.Length != 1 || type == typeof(int)) continue;
            var place = of.PlaceOf(name, of.Code[at]);
            foreach (var (other, load) in of.VariablesAt(of.Code[at], type))
                if (other != name && load is [{ Family: "ldloc" } own])
                    yield return new($"{other} stands for every {name} {place.Where}", place,
                        of.Instead(reads[0].At, own), of.Instead(at, of.Code[at] with { Operand = own.Operand }));
        }
    }

    /// <summary>Another struct of the same type, of which the same is asked.</summary>
    public IEnumerable<Edit> Structs()
    {
        foreach (var (i, op) in of.Ops.Where(one => one.Index + 1 < of.Code.Length
            && one.Item.Family is "ldloca" or "ldarga" or "ldflda" && of.Code[one.Index + 1].Family == "call"))
            if (Struct(op) is var (name, type) && of.PlaceOf(name, op) is var place)
                foreach (var (other, load) in of.VariablesAt(op, type).Where(one => one.Name != name))
                    if (op.Family == "ldflda" ? load is [var owner, _] && IsOwner(i - 1, owner) : load.Length == 1)
                        yield return new($"{other} stands for {place}", place,
                            of.Instead(i, Named(load[^1], $"{load[^1].Family}a")))
                        {
                            Every = $"{other} stands for every {name}",
                        };

        // A field of another object would make no program.
        bool IsOwner(int at, Op owner) => at >= 0
            && (of.Code[at].Family, of.Code[at].Operand) == (owner.Family, owner.Operand);

        (string Name, Type Type)? Struct(Op op) => op.Family != "ldflda" ? of.Variables.Addressed(op)
            : Body.MemberOf(of.Method, op) is FieldInfo field
                && CodeVariables.NameOf(field) is { } name ? (name, field.FieldType) : null;
    }

    /// <summary>A variable where a function of one number takes one without a name.</summary>
    public IEnumerable<Edit> ForUnnamed()
    {
        foreach (var at in of.Unnamed)
        {
            var (op, called) = (of.Code[at], (MethodInfo)Body.MemberOf(of.Method, of.Code[at])!);
            var place = of.PlaceOf(called.Name, op);
            foreach (var (name, load) in of.VariablesAt(op, called.GetParameters()[0].ParameterType))
                yield return new($"{name} stands for what is given to {place}", place,
                    new Replacement(of.Method, at, 0, [Named(op, "pop"), .. load]));
        }
    }
}
