using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Networks like a given one, over some scalar, each with parameters of its own. Only by making one shows whether there
/// can be any; it is then the first that is taken.
/// </summary>
internal sealed class Copies<T>(Network<double> network) where T : IFloatingPointIeee754<T>
{
    private readonly Lock gate = new();
    private Network<T>? spare;
    private bool? exist;

    /// <summary>Whether every layer can be taken over the scalar.</summary>
    public bool Exist
    {
        get
        {
            lock (gate) return exist ??= (spare = network.Over<T>()) is not null;
        }
    }

    /// <summary>One that nobody else has.</summary>
    public Network<T> Take()
    {
        Network<T>? taken;
        lock (gate) (taken, spare) = (spare, null);
        return taken ?? network.Over<T>()!;
    }
}
