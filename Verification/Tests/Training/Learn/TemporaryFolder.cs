namespace CnnVerified.Verification.Tests.Training.Learn;

/// <summary>An empty folder that is gone when it is not needed any more.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cnnverified-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
