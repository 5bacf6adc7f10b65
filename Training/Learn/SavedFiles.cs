namespace CnnVerified.Training.Learn;

/// <summary>Tells when an exercise was saved: by the system's word, or by a look now and then.</summary>
internal sealed class SavedFiles(StudentProject project)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Settle = TimeSpan.FromMilliseconds(100);
    private string seen = project.Fingerprint();

    /// <summary>Waits until a file is not what it was at the last call; false if it was cancelled.</summary>
    public bool Wait(CancellationToken stop)
    {
        using var changed = new AutoResetEvent(false);
        using var watcher = new FileSystemWatcher(project.Folder, "*.cs");
        watcher.Changed += (_, _) => changed.Set();
        watcher.Created += (_, _) => changed.Set();
        watcher.Renamed += (_, _) => changed.Set();
        watcher.EnableRaisingEvents = true;
        while (!stop.IsCancellationRequested)
        {
            if (IsChanged()) return true;
            WaitHandle.WaitAny([changed, stop.WaitHandle], Look);
            Thread.Sleep(Settle);          // editors write in several steps
        }
        return false;
    }

    private bool IsChanged()
    {
        try
        {
            var before = seen;
            seen = project.Fingerprint();
            return seen != before;
        }
        catch (IOException)
        {
            return false;          // it is being written
        }
    }
}
