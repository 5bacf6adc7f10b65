using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>What a method consists of, read once.</summary>
internal sealed record Body(byte[] Code, Type[] Locals, ExceptionHandlingClause[] Clauses, string?[] Parameters)
{
    /// <exception cref="NotSupportedException">It is not compiled to instructions.</exception>
    public static Body Of(MethodBase method) =>
        method.GetMethodBody() is { } body && body.GetILAsByteArray() is { } code
            ? new(code, [.. body.LocalVariables.Select(one => one.LocalType)], [.. body.ExceptionHandlingClauses],
                [.. method.GetParameters().Select(one => one.Name)])
            : throw new NotSupportedException($"{method} has no body");
}
