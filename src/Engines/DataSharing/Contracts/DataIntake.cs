namespace Zhuangjin.DataSharing.Contracts;

/// <summary>Brings a department's file in, as on the page for it: each value is read as its item says, bad rows stay outside, the good ones become the next version.</summary>
public interface IDataIntake
{
    /// <param name="name">The file's name: ".xlsx" is a workbook, anything else is read as CSV.</param>
    /// <returns>The new version; null when too many rows were bad or none was good.</returns>
    /// <exception cref="Kernel.Faults.NotFoundException">The resource is in no catalogue.</exception>
    /// <exception cref="Kernel.Faults.DeniedException">The actor does not answer for the resource's provider.</exception>
    /// <exception cref="Kernel.Faults.InvalidInputException">The columns are not those of the description, or the file cannot be read.</exception>
    Task<DataVersion?> BringAsync(Security.Contracts.Actor actor, string resource, Stream content, string name, CancellationToken cancel = default);
}
