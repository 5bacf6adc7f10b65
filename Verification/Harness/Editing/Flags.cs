using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Flags that are handed on the other way round.</summary>
internal sealed class Flags(EditedMethod of)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() =>
        from one in of.Edited
        where one.To - one.From == 1 && of.Code[one.From].Name is "ldc.i4.0" or "ldc.i4.1" && Is(one.From)
        let isTrue = of.Code[one.From].Name == "ldc.i4.1"
        let place = of.PlaceOf(isTrue ? "true" : "false", of.Code[one.From])
        select new Edit($"{(isTrue ? "false" : "true")} stands for {place}", place,
            of.Instead(one.From, Number(of.Code[one.From], isTrue ? 0 : 1)));

    /// <summary>Whether a whole number is handed on as true or false.</summary>
    public bool Is(int at)
    {
        var (depths, i) = (of.Depths, at + 1);
        int Left(int j) => depths[j] - StackDepths.Change(of.Method, of.Code[j]).Pops;
        while (i < of.Code.Length && Left(i) > depths[at]) i++;
        return i < of.Code.Length && of.Code[i].Family is "call" or "callvirt" or "newobj"
            && Body.MemberOf(of.Method, of.Code[i]) is MethodBase called
            && depths[at] - Left(i) - (called.IsStatic || called.IsConstructor ? 0 : 1) is >= 0 and var k
            && called.GetParameters()[k].ParameterType == typeof(bool);
    }
}
