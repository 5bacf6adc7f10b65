using System.Reflection;
using static CnnVerified.Verification.Repairing.EditedMethod;

namespace CnnVerified.Verification.Repairing;

/// <summary>Methods that stand for others, and entries that are added to what is there.</summary>
internal sealed class OtherCalls(EditedMethod of)
{
    /// <summary>Entries that are added to what is there.</summary>
    public IEnumerable<Edit> Stores()
    {
        foreach (var (i, op) in of.Code.Index()
            .Where(one => one.Index > 0 && of.Code[one.Index - 1].Family is not "add"))
            if (AddingStores.Of(of.Method, op) is { } add)
            {
                var place = of.PlaceOf("entry", op);
                yield return new(
                    $"the {place} is added to what is there, and does not replace it", place,
                    of.Instead(i, Named(op, "call") with { Member = add }));
            }
    }

    /// <summary>Other methods that take and give the same.</summary>
    public IEnumerable<Edit> Alternatives()
    {
        foreach (var (i, op) in of.Code.Index().Where(one => one.Item.Family is "call" or "callvirt"))
            if (Interpreter.Resolved<MethodBase>(of.Method, op.Operand) is MethodInfo { IsGenericMethod: false } called
                && (i == 0 || of.Code[i - 1].Family != "constrained")
                && of.PlaceOf(Alike.NameOf(called), op) is var place)
                foreach (var other in Alike.To(called, of.Method, of.Known))
                    yield return new($"{Alike.NameOf(other)} stands for {place}", place,
                        of.Instead(i, op with { Member = other }));
    }
}
