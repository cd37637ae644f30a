// The profile files that are open in the backend. Others name a file by its path and never see the backend's ids,
// which change whenever the backend restarts or a file is written anew.

import { type CancellationToken, type Disposable, EventEmitter } from "vscode";
import type { Backend } from "../backend/backend";
import { BackendError } from "../backend/errors";
import { CodeFileChanged, CodeProfileNotOpen, type Profile, type Requests } from "../protocol";

/** The methods that ask something of one open profile. */
type ProfileQuery = {
  [M in keyof Requests]: M extends "profile/close"
    ? never
    : Requests[M]["params"] extends { profile: string }
      ? M
      : never;
}[keyof Requests];

interface Entry {
  profile: Promise<Profile>;
  /** How many show this file; the last one to go closes it. */
  users: number;
  /** It could not be read anew. Whoever asks next has it tried again: a file that was away may be back. */
  failed: boolean;
}

export class Profiles implements Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly reopened = new EventEmitter<string>();
  private readonly subscription: Disposable;

  /** The file at this path was read anew: whatever was shown of it is out of date. */
  readonly onDidReopen = this.reopened.event;

  constructor(private readonly backend: Backend) {
    this.subscription = backend.onDidRestart(() => {
      for (const path of this.entries.keys()) {
        this.reopen(path);
      }
    });
  }

  /** Opens a file and keeps it open until the matching close. */
  async open(path: string): Promise<Profile> {
    this.retry(path);
    const entry = this.entries.get(path) ?? { profile: this.read(path), users: 0, failed: false };
    entry.users++;
    this.entries.set(path, entry);
    try {
      return await entry.profile;
    } catch (error) {
      this.close(path);
      throw error;
    }
  }

  /** Gives up one open. */
  close(path: string): void {
    const entry = this.entries.get(path);
    if (entry === undefined || --entry.users > 0) {
      return;
    }
    this.entries.delete(path);
    void entry.profile
      .then(({ id }) => this.backend.request("profile/close", { profile: id }))
      // It was never open, or the backend that had it open is gone: closed either way.
      .catch(() => undefined);
  }

  /** Reads the file anew for everyone who shows it. */
  reopen(path: string): void {
    const entry = this.entries.get(path);
    if (entry === undefined) {
      return;
    }
    const profile = this.read(path);
    entry.profile = profile;
    entry.failed = false;
    const settled = (failed: boolean): void => {
      if (entry.profile === profile) {
        entry.failed = failed;
        this.reopened.fire(path);
      }
    };
    profile.then(
      () => {
        settled(false);
      },
      () => {
        settled(true);
      },
    );
  }

  /** What the backend knows of an open file now. */
  async profile(path: string): Promise<Profile> {
    const entry = this.entries.get(path);
    return entry === undefined ? this.read(path) : entry.profile;
  }

  /** Asks of an open file. One that the backend has lost or that was written anew is opened again first. */
  async query<M extends ProfileQuery>(
    path: string,
    method: M,
    params: Omit<Requests[M]["params"], "profile">,
    token?: CancellationToken,
  ): Promise<Requests[M]["result"]> {
    const ask = async (): Promise<Requests[M]["result"]> => {
      const { id } = await this.profile(path);
      return this.backend.request(method, { ...params, profile: id } as Requests[M]["params"], token);
    };
    this.retry(path);
    try {
      return await ask();
    } catch (error) {
      const lost =
        error instanceof BackendError && (error.code === CodeProfileNotOpen || error.code === CodeFileChanged);
      if (!lost) {
        throw error;
      }
      this.reopen(path);
      return ask();
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.reopened.dispose();
  }

  private retry(path: string): void {
    if (this.entries.get(path)?.failed === true) {
      this.reopen(path);
    }
  }

  private async read(path: string): Promise<Profile> {
    const { profile } = await this.backend.request("profile/open", { path });
    return profile;
  }
}
