namespace Zhuangjin.Cases.Pages.Apply;

/// <summary>The three steps of writing an application.</summary>
internal enum DraftStep
{
    Form,
    Materials,
    Confirm,
}
