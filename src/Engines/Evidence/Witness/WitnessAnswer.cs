namespace Zhuangjin.Evidence.Witness;

/// <summary>How the witness judges a request; the numbers are the status codes of c2sp.org/tlog-witness.</summary>
internal enum WitnessVerdict
{
    /// <summary>Continues what was co-signed before.</summary>
    Good = 200,

    /// <summary>Not a request, or one whose old size is beyond its checkpoint.</summary>
    Malformed = 400,

    /// <summary>Not signed by a key of this log, or wrongly.</summary>
    NotSigned = 403,

    /// <summary>A log that this witness does not watch.</summary>
    Unknown = 404,

    /// <summary>The log is wrong about what this witness has; the answer says the right size.</summary>
    OtherSize = 409,

    /// <summary>The checkpoint does not continue what was co-signed before.</summary>
    Inconsistent = 422,
}

/// <param name="Body">What is sent back: signature lines, a size, or why not.</param>
internal sealed record WitnessAnswer(WitnessVerdict Verdict, string Body);
