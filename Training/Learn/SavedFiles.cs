namespace CnnVerified.Training.Learn;

/// <summary>Tells when a source file of a folder was saved: by the system's word, or by a look now and then.</summary>
internal sealed class SavedFiles(string folder)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Settle = TimeSpan.FromMilliseconds(100);
    private DateTime seen = Newest(folder);

    /// <summary>Waits until a file is newer than any was at the last call; false if it was cancelled.</summary>
    public bool Wait(CancellationToken stop)
    {
        using var changed = new AutoResetEvent(false);
        using var watcher = new FileSystemWatcher(folder, "*.cs");
        watcher.Changed += (_, _) => changed.Set();
        watcher.Created += (_, _) => changed.Set();
        watcher.Renamed += (_, _) => changed.Set();
        watcher.EnableRaisingEvents = true;
        while (!stop.IsCancellationRequested)
        {
            if (Newest(folder) is var newest && newest != seen)
            {
                Thread.Sleep(Settle);          // editors write in several steps
                seen = Newest(folder);
                return true;
            }
            WaitHandle.WaitAny([changed, stop.WaitHandle], Look);
        }
        return false;
    }

    private static DateTime Newest(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.cs").Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max() : default;
}
