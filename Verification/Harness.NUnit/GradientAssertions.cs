using NUnit.Framework;

namespace CnnVerified.Verification;

/// <summary>Adds to NUnit's <c>Has</c>.</summary>
public static class GradientAssertions
{
    extension(Has)
    {
        /// <summary>A layer or loss whose analytic gradients are right.</summary>
        public static CorrectGradientsConstraint CorrectGradients => new();

        /// <summary>A layer that passes every check: gradients by two oracles, adjoint, Hessian, contracts.</summary>
        public static EveryCheckConstraint PassedEveryCheck => new();
    }
}
