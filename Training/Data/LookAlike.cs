namespace CnnVerified.Training.Data;

/// <summary>
/// Digits in files as MNIST's that are not as MNIST's: EMNIST's rows are columns, and others have dark ink of 0, or
/// no digits at all, as Fashion-MNIST and KMNIST. It shows in the mean image of each class.
/// </summary>
internal static class LookAlike
{
    private const int Size = Digits.Size, Enough = 10, Many = 200;
    private const double Alike = 0.5, Opposite = -0.3;

    /// <summary>
    /// A sentence on how the digits differ from MNIST's; null if they do not, or are too few to tell.
    /// </summary>
    public static string? RemarkOn(Digits digits)
    {
        if (digits.FewestOfAClass < Enough) return null;
        var known = DataSet.TenDigits.Training;
        var (straight, transposed) = (0.0, 0.0);
        for (var label = 0; label < digits.Classes; label++)
        {
            var (mean, expected) = (Mean(digits, label), Mean(known, label));
            double[] mirrored = [.. Enumerable.Range(0, mean.Length).Select(i => mean[i % Size * Size + i / Size])];
            straight += Correlation(mean, expected) / digits.Classes;
            transposed += Correlation(mirrored, expected) / digits.Classes;
        }
        return straight >= Alike && straight >= transposed ? null
            : transposed >= Alike ? "The digits of this data set are mirrored at their diagonal, as EMNIST's are: "
                + "a network trained on them does not know MNIST's digits or pictures of your own."
            : straight <= Opposite ? "The digits of this data set are dark on light, unlike MNIST's: "
                + "a network trained on them does not know MNIST's digits or pictures of your own."
            : "The images of this data set do not look like MNIST's digits; "
                + "Fashion-MNIST and KMNIST have files of the same names.";
    }

    private static double[] Mean(Digits digits, int label)
    {
        var (mean, image, count) = (new double[Size * Size], new double[Size * Size], 0);
        for (var i = 0; i < digits.Count && count < Many; i++)
        {
            if (digits.Label(i) != label) continue;
            digits.Write<double>(i, image);
            for (var p = 0; p < mean.Length; p++) mean[p] += image[p];
            count++;
        }
        return mean;
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var (both, ofA, ofB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            both += (a[i] - meanA) * (b[i] - meanB);
            ofA += (a[i] - meanA) * (a[i] - meanA);
            ofB += (b[i] - meanB) * (b[i] - meanB);
        }
        return ofA > 0 && ofB > 0 ? both / Math.Sqrt(ofA * ofB) : 0;
    }
}
