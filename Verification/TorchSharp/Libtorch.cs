using TorchSharp;

/// <summary>The native library that TorchSharp calls.</summary>
internal static class Libtorch
{
    /// <summary>Whether it loads. What TorchSharp prints of each place where it looked is left out.</summary>
    public static bool Loads()
    {
        var (output, error) = (Console.Out, Console.Error);
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            return true;
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            return false;
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
