/// <summary>The same work done by this library and by libtorch, in float.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Ours">Does it once here.</param>
/// <param name="Theirs">Does it once there.</param>
internal sealed record Contest(string Work, Action Ours, Action Theirs);
