using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CnnVerified.Verification;

/// <summary>
/// What a check was about, as SHA-256 hashes: two shards belong together if these agree. Numbers count bit for bit,
/// which layers give alike on every machine.
/// </summary>
/// <param name="Version">The harness's version.</param>
/// <param name="Tensors">Hash of the subject's name and of every tensor's name and shape.</param>
/// <param name="Values">Hash of all parameters and of the input.</param>
/// <param name="Function">
/// Hash of the outputs there, the upstream gradient and the analytic gradient; a target shows in them.
/// </param>
public sealed record CheckFingerprint(string Version, string Tensors, string Values, string Function)
{
    /// <summary>Of what nobody can run again.</summary>
    internal static CheckFingerprint None { get; } = new("", "", "", "");

    /// <summary>In what this one differs from another, in words; null if it does not.</summary>
    public string? DifferenceTo(CheckFingerprint other) =>
        Version != other.Version ? "by another version of the harness"
        : Tensors != other.Tensors ? "on other tensors"
        : Values != other.Values ? "with other parameters or another input"
        : Function != other.Function ? "with another target, loss or backward pass"
        : null;

    /// <summary>The fingerprint of a subject.</summary>
    internal static CheckFingerprint Of(Subject subject)
    {
        var outputs = new double[subject.Upstream.Length];
        subject.NewEvaluator().Evaluate(0, 0, subject.Variables[0].Value[0], outputs);
        var version = typeof(CheckFingerprint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        return new(
            version.InformationalVersion,
            Hash([[.. Encoding.UTF8.GetBytes(
                string.Join('\n', [subject.Name, .. subject.Variables.Select(v => $"{v.Name} {v.Value.Shape}")]))]]),
            Hash(subject.Variables.Select(v => Bytes(v.Value.Values))),
            Hash(
                [Bytes(outputs), Bytes(subject.Upstream), .. subject.Variables.Select(v => Bytes(v.Analytic.Values))]));
    }

    private static byte[] Bytes(Span<double> values) => MemoryMarshal.AsBytes(values).ToArray();

    private static string Hash(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts) hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
