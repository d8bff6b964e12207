namespace Zhuangjin.Cases.Contracts;

/// <summary>A case behind the board's numbers of lost time, in microseconds: what its offices ran over, each counted for itself, and what it waited for its applicant.</summary>
public sealed record LostTime(string CaseId, string Number, string Matter, string Subject, long Office, long Applicant);
