namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>f = Σ (i + 1)·sin(xᵢ), whose gradient .NET's own methods turn around and copy.</summary>
internal static class Moved
{
    public static double Value(double[] x) => x.Select((v, i) => (i + 1) * Math.Sin(v)).Sum();

    public static double[] Gradient(string bug, double[] x)
    {
        var (backwards, half, all) = (new double[x.Length], new double[x.Length], new double[x.Length]);
        for (var i = 0; i < x.Length; i++)
            backwards[^(i + 1)] = Math.Cos(x[i]) * (bug == "other sign" ? -i - 1 : i + 1);
        Array.Reverse(backwards);
        Array.Copy(backwards, half, x.Length / 2);
        Buffer.BlockCopy(backwards, sizeof(double) * (x.Length / 2), half, sizeof(double) * (x.Length / 2),
            sizeof(double) * (x.Length - x.Length / 2));
        half.CopyTo(all, 0);
        return all;
    }
}
