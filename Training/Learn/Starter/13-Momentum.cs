namespace Exercises;

// Gradient descent with momentum: a velocity v, 0 at first, remembers earlier steps. For each entry
//
//     v ← μ · v - η · dθ
//     θ ← θ + v
//
// By hand: θ = {1}, v = {0}, dθ = {2}, η = 0.1, μ = 0.5: v = {-0.2}, θ = {0.8}.
//     Once more with the same dθ: v = {-0.1 - 0.2} = {-0.3}, θ = {0.5}.
public static class Momentum
{
    /// <summary>Takes a step: changes θ and v, and leaves dθ as it is.</summary>
    public static void Step(double[] theta, double[] v, double[] dtheta, double rate, double momentum)
    {
        throw new NotImplementedException();
    }
}
